package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill between store and audit, whichever came first, is no older copy (S24). */
class KilledWhileWritingTest {

  private static final int KILLS = 3;
  private static final int CHANGES_BEFORE_A_KILL = 40;

  @TempDir private Path folder;

  @Test
  void vault_killedWhileRecordsChange_takesNoneOfThemForAnOlderCopy() throws Exception {
    Path config = folder.resolve("tokenward.yaml");
    try (Emulator emulator = Emulator.start()) {
      Files.writeString(config, TestVault.keptConfig(emulator));
      for (int kill = 0; kill < KILLS; kill++) {
        ChildVault vault = ChildVault.up(config);
        changeUntilKilled(vault, kill);
      }
      try (ChildVault vault = ChildVault.up(config)) {
        assertThat(vault.said()).noneMatch(each -> each.contains("older copy"));
        JsonNode callers = callers();
        assertThat(callers.has("damaged")).as(callers.toString()).isFalse();
        assertThat(callers.path("callers").size()).isGreaterThanOrEqualTo(KILLS);
      }
      StateCommands commands = new StateCommands(folder, TokenRuntime.system());
      assertThat(commands.run("doctor")).as(commands.out()).isZero();
    }
  }

  /** Changes go on while the process dies, so that the kill finds one under way. */
  private void changeUntilKilled(ChildVault vault, int kill) throws InterruptedException {
    int before = CHANGES_BEFORE_A_KILL + kill;
    @Nullable Thread killer = null;
    try (ApiClient api = client()) {
      for (int i = 0; i < 10 * before; i++) {
        if (i == before) {
          killer = new Thread(vault::kill);
          killer.start();
        }
        api.send("PUT", "/v1/callers/of-" + kill, Map.of("description", "change " + i));
      }
      throw new AssertionError("The vault was not killed");
    } catch (CommandException e) {
      assertThat(killer).as(e.getMessage()).isNotNull();
    } finally {
      if (killer != null) {
        killer.join();
      }
    }
  }

  private ApiClient client() {
    return ApiClient.overSocket(folder.resolve("state/api.sock"), null);
  }

  private JsonNode callers() {
    try (ApiClient api = client()) {
      return api.send("GET", "/v1/callers", null).body();
    }
  }
}
