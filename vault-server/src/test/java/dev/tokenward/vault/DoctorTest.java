package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.store.KeyRing;
import dev.tokenward.vault.store.KeySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

  @TempDir private Path temp;
  private final Emulator emulator = Emulator.start();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private TestVault vault;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private StateCommands commands;

  @BeforeEach
  void start() {
    commands = new StateCommands(temp, TokenRuntime.system());
    vault = TestVault.kept(emulator, temp, TokenRuntime.system());
  }

  @AfterEach
  void stop() {
    vault.close();
    emulator.close();
  }

  @Test
  void doctor_runningVaultInOrder_warnsOfTheKeyUntilItWasExported() throws IOException {
    assertThat(commands.run("doctor")).isZero();
    assertThat(commands.out()).contains("records open").contains("warning  export");
    Files.writeString(temp.resolve("pass"), "correct horse battery");
    String out = temp.resolve("keys").toString();
    String pass = temp.resolve("pass").toString();
    assertThat(commands.run("key", "export", "--out", out, "--passphrase-file", pass)).isZero();
    assertThat(commands.run("doctor")).isZero();
    assertThat(commands.out()).contains("ok       export").doesNotContain("warning");
    vault.close();
    assertThat(commands.run("rekey")).isZero();
    assertThat(commands.run("doctor")).isZero();
    assertThat(commands.out()).contains("warning  export");
  }

  @Test
  void doctor_damagedRecords_areEachNamed() {
    byHand("update record set body = '{}' where noun in ('caller', 'policy')");
    assertThat(commands.run("doctor", "--json")).isEqualTo(1);
    JsonNode answer = TestVault.json(commands.out());
    assertThat(answer.path("ok").asBoolean()).isFalse();
    assertThat(answer.findValuesAsText("message"))
        .filteredOn(each -> each.contains("not as the vault wrote it"))
        .hasSize(2)
        .anyMatch(each -> each.startsWith("The caller "))
        .anyMatch(each -> each.startsWith("The policy "));
  }

  @Test
  void doctor_wrongKey_isNamedAndTheRestIsLookedAt() throws IOException {
    Path key = temp.resolve("state/root.key");
    Files.delete(key);
    KeySource.file(key).create(KeyRing.generate(new SecureRandom()));
    assertThat(commands.run("doctor")).isEqualTo(1);
    assertThat(commands.out()).contains("wrong root key").contains("MiB are free");
  }

  @Test
  void doctor_noKey_isNamed() throws IOException {
    Files.delete(temp.resolve("state/root.key"));
    assertThat(commands.run("doctor")).isEqualTo(1);
    assertThat(commands.out()).contains("There is no key file");
  }

  @Test
  void doctor_filesOpenToOthers_areNamed() throws IOException {
    Path file = temp.resolve("state/vault.db");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(commands.run("doctor")).isEqualTo(1);
    assertThat(commands.out()).contains(file + " is open to group or others");
  }

  @Test
  void doctor_otherSchema_isNamed() {
    byHand("update flyway_schema_history set version = '99'");
    assertThat(commands.run("doctor")).isEqualTo(1);
    assertThat(commands.out()).contains("has schema 99");
  }

  @Test
  void doctor_brokenAudit_isNamed() throws IOException {
    vault.close();
    Files.writeString(vault.component().config().auditFile().orElseThrow(), "{}\n");
    assertThat(commands.run("doctor")).isEqualTo(1);
    assertThat(commands.out()).contains("audit.jsonl:1: This is not a whole audit record");
  }

  private void byHand(String sql) {
    Jdbi.create("jdbc:sqlite:" + temp.resolve("state/vault.db"))
        .useHandle(handle -> handle.execute(sql));
  }
}
