package dev.tokenward.examples.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenListener;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatorExtension.class)
class DaggerProgramTest {

  @Test
  void program_withAnApp_hasTheHeader(Emulator emulator) {
    Acme acme = Acme.in(emulator);
    Credential app =
        new Credential(
            "build",
            "entra-client-secret",
            Map.of("tenant", acme.authority(), "clientId", acme.app().clientId()),
            Map.of("clientSecret", Secret.of(acme.app().clientSecret())));
    DaggerProgram program = program(acme, app);
    try (var tokens = program.tokens()) {
      assertThat(program.header().value())
          .startsWith("Bearer ")
          .isEqualTo(tokens.token().authorization());
    }
    assertThat(acme.grants()).isOne();
  }

  @Test
  void program_withAPat_isTheSameProgram(Emulator emulator) {
    Credential pat =
        new Credential(
            "build",
            "azure-devops-pat",
            Map.of("organization", "acme"),
            Map.of("token", Secret.of("a".repeat(52))));
    DaggerProgram program = program(Acme.in(emulator), pat);
    try (var tokens = program.tokens()) {
      assertThat(program.header().value())
          .startsWith("Basic ")
          .isEqualTo(tokens.token().authorization());
    }
  }

  @Test
  void program_withAnUnknownKind_saysWhichThereAre(Emulator emulator) {
    Credential wrong = new Credential("build", "entra", Map.of(), Map.of());
    TokenException failure =
        catchThrowableOfType(
            TokenException.class, () -> program(Acme.in(emulator), wrong).header());
    assertThat(failure).hasMessageContaining("azure-devops-pat, ", "entra-client-secret");
  }

  private static DaggerProgram program(Acme acme, Credential credential) {
    return DaggerDaggerProgram.factory().create(credential, acme.runtime(), TokenListener.NONE);
  }
}
