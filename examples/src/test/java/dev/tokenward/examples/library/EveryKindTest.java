package dev.tokenward.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EmulatorExtension.class)
class EveryKindTest {

  private Acme acme;

  @BeforeEach
  void found(Emulator emulator) {
    acme = Acme.in(emulator);
  }

  @Test
  void personalAccessToken_isTaken(@TempDir Path folder) throws Exception {
    String pat = acme.emulator().devOps().issuePat("acme", "vso.project");
    Path file = Files.writeString(folder.resolve("pat"), pat + "\n");
    try (CachingTokenSource source = EveryKind.personalAccessToken(file).open()) {
      assertThat(status(source)).isEqualTo(200);
    }
  }

  @Test
  void clientSecret_isTaken(@TempDir Path folder) throws Exception {
    try (CachingTokenSource source = acme.open(folder)) {
      assertThat(status(source)).isEqualTo(200);
    }
  }

  private int status(CachingTokenSource source) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(acme.projects())
            .header("Authorization", source.token().authorization())
            .build();
    return acme.client().send(request, BodyHandlers.discarding()).statusCode();
  }
}
