package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.store.KeyRing;
import dev.tokenward.vault.store.KeySource;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault that is exported, backed up, lost and brought back. */
class RestoredVaultTest {

  private static final String PASSPHRASE = "correct horse battery";

  @TempDir private Path temp;
  private final Emulator emulator = Emulator.start();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private TestVault vault;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private StateCommands commands;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private String pat;

  @BeforeEach
  void start() {
    emulator.devOps().organization("acme", "contoso.example").project("web").repository("site");
    commands = new StateCommands(temp, TokenRuntime.system());
    vault = TestVault.kept(emulator, temp, TokenRuntime.system());
    String body =
        """
        {"name":"ado","kind":"azure-devops-pat","fields":{"organization":"%s"},
         "secrets":{"token":"%s"}}
        """
            .formatted(
                emulator.organizationUrl("acme"), emulator.devOps().issuePat("acme", "vso.code"));
    json(201, admin("POST", "/v1/credentials", body));
    pat = json(201, admin("POST", "/v1/credentials/ado/virtual-pats", "{}")).path("token").asText();
  }

  @AfterEach
  void stop() {
    vault.close();
    emulator.close();
  }

  @Test
  void backup_whileServing_isPrivateWholeAndWithoutKeysOrSecrets() throws IOException {
    assertThat(backup()).isZero();
    Path file = temp.resolve("b.db");
    assertThat(commands.err()).contains("each was opened");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String bytes = Files.readString(file, ISO_8859_1);
    assertThat(
            Pattern.compile("\\s+").splitAsStream(Files.readString(temp.resolve("state/root.key"))))
        .filteredOn(part -> part.length() > 20)
        .isNotEmpty()
        .noneMatch(bytes::contains);
    assertThat(bytes).doesNotContain(pat);
    assertNothingElse("b.db");
  }

  @Test
  void backup_fileThatIsThere_isNeverOverwritten() throws IOException {
    Files.writeString(temp.resolve("b.db"), "mine");
    assertThat(backup()).isEqualTo(1);
    assertThat(commands.err()).contains("left as it is");
    assertThat(temp.resolve("b.db")).hasContent("mine");
    assertNothingElse("b.db");
  }

  @Test
  void backup_damagedRecord_isNamedAndNoBackupIsLeft() throws IOException {
    Jdbi.create("jdbc:sqlite:" + temp.resolve("state/vault.db"))
        .useHandle(h -> h.execute("update record set body = '{}' where noun = 'credential'"));
    assertThat(backup()).isEqualTo(1);
    assertThat(commands.err()).contains("damaged", "credential ");
    assertThat(temp.resolve("b.db")).doesNotExist();
    assertNothingElse("none");
  }

  private void assertNothingElse(String name) throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .filteredOn(each -> each.contains("unproven") || each.endsWith(".db"))
          .isSubsetOf(name);
    }
  }

  @Test
  void restore_intoAnEmptyDirectory_isQuietUntilResumed() throws IOException {
    assertThat(backup()).isZero();
    vault.close();
    Files.delete(temp.resolve("state/vault.db"));
    assertThat(commands.run("restore", "--from", file("b.db"))).isZero();
    assertThat(commands.err()).contains("tokenward resume");
    serve();

    json(200, admin("GET", "/v1/credentials/ado", ""));
    assertThat(json(200, admin("GET", "/v1/leases", "")).path("leases")).isNotEmpty();
    assertQuiet(admin("POST", "/v1/credentials/ado/virtual-pats", "{}"));
    assertQuiet(admin("PATCH", "/v1/credentials/ado", "{\"description\":\"x\"}"));
    assertQuiet(admin("DELETE", "/v1/leases?credential=ado", ""));
    assertQuiet(admin("POST", "/v1/credentials/ado/test", ""));
    assertThat(proxied().statusCode()).isEqualTo(403);

    assertThat(commands.run("resume", "--dry-run")).isZero();
    assertThat(commands.err()).contains("  ado", "good again, unless you revoke them: 1");
    assertThat(proxied().statusCode()).isEqualTo(403);
    assertThat(commands.run("resume")).isZero();
    assertThat(proxied().statusCode()).isEqualTo(200);
    assertThat(commands.run("resume")).isZero();
    assertThat(commands.err()).contains("nothing to do");
  }

  private static void assertQuiet(HttpResponse<String> answer) {
    assertThat(json(403, answer).path("nextStep").asText()).contains("tokenward resume");
  }

  @Test
  void restore_storeThatIsThere_isRefusedOrMovedAside() throws IOException {
    assertThat(backup()).isZero();
    json(200, admin("PATCH", "/v1/credentials/ado", "{\"description\":\"later\"}"));
    assertThat(commands.run("restore", "--from", file("b.db"), "--replace")).isEqualTo(1);
    assertThat(commands.err()).contains("Another vault uses the state directory");
    vault.close();
    assertThat(commands.run("restore", "--from", file("b.db"))).isEqualTo(1);
    assertThat(commands.err()).contains("--replace");
    assertThat(commands.run("restore", "--from", file("b.db"), "--replace")).isZero();
    assertThat(commands.err()).contains("What was there lies in");
    serve();
    assertThat(json(200, admin("GET", "/v1/credentials/ado", "")).has("description")).isFalse();
    try (Stream<Path> files = Files.list(temp.resolve("state"))) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .filteredOn(each -> each.startsWith("re"))
          .hasSize(1)
          .allMatch(each -> each.startsWith("replaced-"));
    }
  }

  @Test
  void restore_wrongKeyOrDamagedBackup_changesNothing() throws IOException {
    assertThat(backup()).isZero();
    vault.close();
    Path key = temp.resolve("state/root.key");
    byte[] right = Files.readAllBytes(key);
    Files.delete(key);
    KeySource.file(key).create(KeyRing.generate(new SecureRandom()));
    assertThat(commands.run("restore", "--from", file("b.db"), "--replace")).isEqualTo(1);
    assertThat(commands.err()).contains("wrong root key");
    Files.write(key, right);

    Jdbi.create("jdbc:sqlite:" + temp.resolve("b.db"))
        .useHandle(h -> h.execute("update record set version = 7 where noun = 'credential'"));
    assertThat(commands.run("restore", "--from", file("b.db"), "--replace")).isEqualTo(1);
    assertThat(commands.err()).contains("is damaged, and nothing was restored: credential ");
    serve();
    assertThat(proxied().statusCode()).isEqualTo(200);
  }

  /** Killed between the two renames: the vault must not begin a new store in the gap. */
  @Test
  void serve_restoreThatWasStoppedInTheMidst_isRefusedUntilItRanAgain() throws IOException {
    assertThat(backup()).isZero();
    vault.close();
    Files.createFile(temp.resolve("state/restore-under-way"));
    Files.delete(temp.resolve("state/vault.db"));
    assertThat(commands.run("serve")).isEqualTo(1);
    assertThat(commands.err()).contains("Run it again: tokenward restore");
    assertThat(temp.resolve("state/vault.db")).doesNotExist();
    assertThat(commands.run("restore", "--from", file("b.db"))).isZero();
    serve();
  }

  @Test
  void keyExport_opensUnderItsPassphraseAndIsNeverOverwritten() throws IOException {
    Files.writeString(temp.resolve("pass"), PASSPHRASE + "\n");
    String[] export = {"key", "export", "--out", file("keys"), "--passphrase-file", file("pass")};
    assertThat(commands.run(export)).as(commands.err()).isZero();
    Path out = temp.resolve("keys");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
        .isEqualTo("rw-------");
    assertThat(
            KeySource.passphrase(out, Secret.of(PASSPHRASE), new SecureRandom())
                .load()
                .ring()
                .versions())
        .containsExactly(1);
    byte[] before = Files.readAllBytes(out);
    commands.err();
    assertThat(commands.run(export)).isEqualTo(1);
    assertThat(commands.err()).contains("already").doesNotContain(PASSPHRASE);
    assertThat(out).hasBinaryContent(before);
  }

  @Test
  void keyExport_shortPassphrase_isRefused() throws IOException {
    Files.writeString(temp.resolve("pass"), "short");
    assertThat(
            commands.run("key", "export", "--out", file("keys"), "--passphrase-file", file("pass")))
        .isEqualTo(2);
    assertThat(temp.resolve("keys")).doesNotExist();
  }

  @Test
  void rekey_runningVault_goesOnUnderTheNewKeyAndTheOldOneIsDroppedOnceItIsStopped() {
    assertThat(commands.run("rekey")).isZero();
    assertThat(commands.out()).contains("under root key version 2");
    assertThat(proxied().statusCode()).isEqualTo(200);
    assertThat(commands.run("rekey", "--drop-old")).isEqualTo(1);
    assertThat(commands.err()).contains("Another vault uses");
    vault.close();
    assertThat(commands.run("rekey", "--drop-old")).isZero();
    serve();
    assertThat(proxied().statusCode()).isEqualTo(200);
  }

  private int backup() {
    return commands.run("backup", "--out", file("b.db"));
  }

  private void serve() {
    vault = TestVault.kept(emulator, temp, TokenRuntime.system());
  }

  private String file(String name) {
    return temp.resolve(name).toString();
  }

  private HttpResponse<String> proxied() {
    return vault.send(
        vault
            .request("/proxy/ado/acme/_apis/connectionData")
            .header("Authorization", "Bearer " + pat));
  }

  private HttpResponse<String> admin(String method, String path, String body) {
    return vault.send(method, path, basic("admin"), body);
  }
}
