package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EmulatorExtension.class)
class EmulatorTest {

  private static final Set<String> URLS = new HashSet<>();

  @AfterEach
  void sharedByTheClass(Emulator emulator) {
    URLS.add(emulator.url());
    assertThat(URLS).hasSize(1);
  }

  @Test
  void state_ofOneTest_isGoneInTheNext(Emulator emulator) throws Exception {
    emulator
        .devOps()
        .organization("acme", "contoso")
        .project("web")
        .repository("site")
        .commit("a", "1");
    String pat = emulator.devOps().issuePat("acme", "vso.code");
    emulator.reset();

    assertThat(
            emulator
                .devOps()
                .organization("acme", "contoso")
                .project("web")
                .repository("site")
                .head())
        .isEmpty();
    var response =
        new Client(emulator).get("/acme/_apis/projects", "Authorization", Client.basic(pat));
    assertThat(response.statusCode()).isEqualTo(203);
  }

  @Test
  void close_removesFiles() {
    Path anchor;
    try (Emulator emulator = Emulator.start()) {
      emulator
          .devOps()
          .organization("acme", "contoso")
          .project("web")
          .repository("site")
          .commit("a", "1");
      anchor = emulator.trustAnchor();
      assertThat(anchor).content().startsWith("-----BEGIN CERTIFICATE-----");
    }
    assertThat(anchor.getParent()).doesNotExist();
  }

  @Test
  void workbench_secretsAreInPrivateFilesAndNotInTheText(Emulator emulator, @TempDir Path folder)
      throws Exception {
    String text = Workbench.create(emulator, folder).instructions();
    for (String name : new String[] {"pat", "client-secret"}) {
      Path file = folder.resolve(name);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(text).contains(name).doesNotContain(Files.readString(file));
    }
    assertThat(folder.resolve("tokenward.yaml"))
        .content()
        .contains("stateDir: state", emulator.url().replace("https://", ""), "trust-anchor.pem");
    assertThat(text)
        .contains("--field preset=entra --field tenant=" + emulator.authority("contoso.example"))
        .contains("--field account=ada@contoso.example", "credential authorize boards");
  }
}
