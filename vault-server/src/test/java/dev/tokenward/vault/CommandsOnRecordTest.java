package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to a vault from beside it is in its audit, whether it runs or not. */
class CommandsOnRecordTest {

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private TestVault vault;
  private StateCommands commands;

  @BeforeEach
  void start() throws IOException {
    commands = new StateCommands(folder, TokenRuntime.system());
    vault = TestVault.kept(emulator, folder, TokenRuntime.system());
    Files.writeString(folder.resolve("pass"), "correct horse battery");
  }

  @AfterEach
  void stop() {
    vault.close();
    emulator.close();
  }

  @Test
  void commands_besideARunningVault_areBroughtIntoItsAudit() throws IOException {
    run("backup", "--out", path("b.db"));
    run("key", "export", "--out", path("keys"), "--passphrase-file", path("pass"));
    vault.component().notes().look();
    assertThat(actions()).containsSubsequence("backup", "key.export");
    vault.close();
    assertThat(actions()).doesNotHaveDuplicates();
  }

  @Test
  void commands_onAStoppedVault_areInItsAuditAtOnce() throws IOException {
    vault.close();
    run("backup", "--out", path("b.db"));
    run("rekey");
    run("rekey", "--drop-old");
    run("key", "export", "--out", path("keys"), "--passphrase-file", path("pass"));
    assertThat(actions())
        .containsSubsequence("backup", "rekey", "rekey", "rekey.drop-old", "key.export");
    run("audit", "verify", vault.component().config().auditFile().orElseThrow().toString());
  }

  @Test
  void restoreAndResume_areOnRecordOnce() throws IOException {
    run("backup", "--out", path("b.db"));
    vault.close();
    run("restore", "--replace", "--from", path("b.db"));
    run("resume", "--dry-run");
    run("resume");
    assertThat(actions()).containsSubsequence("backup", "restore", "resume");
    assertThat(
            actions().stream()
                .filter(each -> List.of("backup", "restore", "resume").contains(each)))
        .hasSize(3);
    JsonNode restore =
        records().stream().filter(each -> is(each, "restore")).findFirst().orElseThrow();
    assertThat(restore.path("detail").asText()).startsWith("b.db, in which ");
    assertThat(restore.at("/caller/name").asText()).isEqualTo("operator");
    assertThat(restore.path("route").asText()).isEqualTo("tokenward restore");
  }

  @Test
  void adminReset_recordsWhichVersionOfTheCallerItMade() throws IOException {
    vault.close();
    run("admin", "reset", "--out", path("secret"));
    assertThat(records())
        .filteredOn(each -> is(each, "admin.reset"))
        .hasSize(2)
        .last()
        .satisfies(each -> assertThat(each.at("/record/noun").asText()).isEqualTo("caller"));
  }

  private void run(String... arguments) {
    assertThat(
            arguments[0].equals("audit")
                ? Main.commandLine(file -> StateCommands.component(file, TokenRuntime.system()))
                    .execute(arguments)
                : commands.run(arguments))
        .as(commands.err())
        .isZero();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private List<String> actions() throws IOException {
    return records().stream().map(each -> each.path("action").asText()).toList();
  }

  private List<JsonNode> records() throws IOException {
    try (var lines = Files.lines(vault.component().config().auditFile().orElseThrow())) {
      return lines.map(TestVault::json).toList();
    }
  }

  private static boolean is(JsonNode record, String action) {
    return record.path("action").asText().equals(action);
  }
}
