package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.store.KeyRing;
import dev.tokenward.vault.store.KeySource;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RekeyRequestTest {

  private final Emulator emulator = Emulator.start();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void rekey_ringThatIsMounted_namesItAndGoesOnWithTheNewOne() {
    SecureRandom random = new SecureRandom();
    Path file = folder.resolve("ring");
    KeyRing ring = KeyRing.generate(random);
    KeySource.file(file).create(ring);
    try (TestVault vault = mounted(file)) {
      JsonNode refusal = json(409, vault.send("POST", "/v1/rekey", basic("admin"), ""));
      assertThat(refusal.path("detail").asText()).contains("ring", "where it is mounted from");
      assertThat(json(200, progress(vault)).path("version").asInt()).isEqualTo(1);
      KeySource.file(file).replace(ring.withNewVersion(random));
      JsonNode begun = json(202, vault.send("POST", "/v1/rekey", basic("admin"), ""));
      assertThat(begun.path("version").asInt()).isEqualTo(2);
      assertThat(begun.path("total").asInt()).isPositive();
    }
  }

  private TestVault mounted(Path file) {
    return TestVault.kept(
        emulator,
        folder,
        TokenRuntime.system(),
        config -> config + "rootKey: {mounted: " + file + "}\n");
  }

  private static HttpResponse<String> progress(TestVault vault) {
    return vault.send("GET", "/v1/rekey", basic("admin"), "");
  }

  @Test
  void rekey_vaultThatKeepsNothing_saysSo() {
    try (TestVault vault = TestVault.start(emulator, folder)) {
      String path = "/v1/rekey";
      assertThat(vault.send("POST", path, basic("ci"), "").statusCode()).isEqualTo(403);
      assertThat(json(409, vault.send("POST", path, basic("operator"), "")).path("type").asText())
          .endsWith("read-only");
    }
  }
}
