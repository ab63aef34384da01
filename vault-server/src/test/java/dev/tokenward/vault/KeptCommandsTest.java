package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever runs a vault does with it from the command line. */
class KeptCommandsTest {

  private static final String CLIENT_ID = "11111111-2222-3333-4444-555555555555";

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private final LeakProbe probe = new LeakProbe();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private TestVault vault;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Commands commands;

  @BeforeEach
  void start() throws IOException {
    String secret = probe.canary("the app secret");
    emulator
        .devOps()
        .organization("acme", "contoso.example")
        .addServicePrincipal(emulator.entra().app("contoso.example", CLIENT_ID, secret))
        .project("web")
        .repository("site");
    Files.writeString(folder.resolve("app"), secret + "\n");
    Files.writeString(folder.resolve("pat"), emulator.devOps().issuePat("acme", "vso.code"));
    probe.watch("the PAT", Files.readString(folder.resolve("pat")));
    vault = TestVault.kept(emulator, folder, TokenRuntime.system());
    commands = new Commands(folder);
  }

  @AfterEach
  void stop() {
    probe.see("what commands print", commands.printed());
    vault.close();
    emulator.close();
    probe.assertClean();
  }

  private void addPat() {
    commands.works(
        "credential",
        "add",
        "ado",
        "--kind",
        "azure-devops-pat",
        "--field",
        "organization=" + emulator.organizationUrl("acme"),
        "--secret",
        "token=@" + folder.resolve("pat"));
    probe.see("what commands print", commands.printed());
  }

  private void addApp() {
    commands.works(
        "credential",
        "add",
        "entra",
        "--kind",
        "entra-client-secret",
        "--field",
        "tenant=" + emulator.authority("contoso.example"),
        "--field",
        "clientId=" + CLIENT_ID,
        "--field",
        "organization=" + emulator.organizationUrl("acme"),
        "--secret",
        "clientSecret=@" + folder.resolve("app"));
    probe.see("what commands print", commands.printed());
  }

  @Test
  void token_ofAnAddedCredential_isPrintedAlone() {
    addApp();
    assertThat(commands.works("token", "entra").strip()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    assertThat(commands.json("token", "entra").path("credential").asText()).isEqualTo("entra");
    assertThat(commands.works("lease", "list")).contains("brokered-token", "admin", "entra");
  }

  @Test
  void token_ofAStoredSecret_isRefusedAndSaysWhatWorks() {
    addPat();
    assertThat(commands.fails(1, "token", "ado")).contains("virtual PAT");
  }

  @Test
  void credential_rotatedToAnotherSecretOfTheSameIdentity_isFollowedToTheEnd() throws IOException {
    addPat();
    Path next = folder.resolve("next");
    Files.writeString(next, emulator.devOps().issuePat("acme", "vso.code"));
    probe.watch("the next PAT", Files.readString(next));
    assertThat(commands.works("credential", "rotate", "ado", "--secret", "token=@" + next))
        .isEqualTo("ado uses the new secrets.\n");
    assertThat(commands.printed()).contains("rotate: proving");
    assertThat(commands.fails(1, "credential", "rotate", "ado", "--secret", "token=@" + next))
        .contains("These are the secrets in use");
  }

  @Test
  void audit_ofTheRunningVault_isListedAndVerified() throws IOException {
    addPat();
    assertThat(commands.works("audit", "list", "--credential", "ado", "--limit", "1"))
        .matches("[0-9]+ +2.*Z +credential.create +closed +admin +ado +ado\n");
    assertThat(commands.json("audit", "list", "--caller", "admin").at("/records/0/action").asText())
        .isEqualTo("audit.read");
    assertThat(commands.works("audit", "verify")).matches("The chain is whole.\nhead [0-9]+:.*\n");
    assertThat(commands.fails(2, "audit", "verify", "--spool", "x")).contains("FILE");

    Path file = folder.resolve("state/audit.jsonl");
    Files.writeString(file, Files.readString(file).replace("granted", "refused"));
    assertThat(commands.run("audit", "verify")).isEqualTo(1);
    assertThat(commands.printed()).contains("audit.jsonl:1: record 1: The record was changed");
  }

  @Test
  void credential_listShowSetTestFreezeRemove() {
    addPat();
    assertThat(commands.works("credential", "list"))
        .isEqualTo("ado  azure-devops-pat  authorized  acme\n");
    commands.works("credential", "set", "ado", "--description", "for builds", "--owner", "ops");
    assertThat(commands.works("credential", "show", "ado")).contains("for builds", "ops", "token");
    assertThat(commands.works("credential", "test", "ado")).contains("acme");
    commands.works("credential", "freeze", "ado");
    assertThat(commands.json("credential", "show", "ado").path("status").asText())
        .isEqualTo("frozen");
    assertThat(commands.fails(1, "virtual-pat", "ado")).contains("frozen");
    commands.works("credential", "unfreeze", "ado");
    commands.works("credential", "remove", "ado");
    assertThat(commands.fails(1, "credential", "show", "ado")).contains("ado");
  }

  @Test
  void credentialTest_thatTheUpstreamRefuses_is1AndSaysWhatToDo() throws IOException {
    Files.writeString(folder.resolve("pat"), "x".repeat(52));
    addPat();
    commands.fails(1, "credential", "test", "ado");
    assertThat(commands.printed()).contains("nextStep");
  }

  @Test
  void secret_amongArguments_isRefusedWithoutBeingRepeated() {
    String typed = probe.canary("a secret among the arguments");
    assertThat(
            commands.fails(
                2, "credential", "add", "x", "--kind", "k", "--secret", "token=" + typed))
        .contains("can be read by every user of this machine", "token=@FILE");
    probe.see("what commands print", commands.printed());
  }

  @Test
  void secret_fromStandardInput_isTaken() {
    InputStream before = System.in;
    String pat = emulator.devOps().issuePat("acme", "vso.code");
    System.setIn(new ByteArrayInputStream((pat + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      addPat();
      commands.works("credential", "set", "ado", "--secret", "token=-");
    } finally {
      System.setIn(before);
    }
    commands.works("credential", "test", "ado");
    assertThat(commands.fails(2, "credential", "set", "x", "--secret", "a=-", "--secret", "b=-"))
        .contains("one secret");
    assertThat(commands.fails(1, "credential", "set", "ado", "--secret", "token=@none"))
        .contains("cannot be read");
  }

  @Test
  void caller_addedWithASecretFile_worksWithPolicyOverUrl() throws IOException {
    addApp();
    commands.works("caller", "add", "ci", "--description", "builds");
    Path file = folder.resolve("ci.secret");
    commands.works("caller", "secret", "add", "ci", "--out", file.toString());
    probe.watch("the secret of ci", Files.readString(file).strip().substring(3));
    probe.see("what commands print", commands.printed());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String[] asCi = {
      "token", "entra", "--url", vault.url().toString(), "--secret-file", file.toString()
    };
    assertThat(commands.fails(1, asCi)).contains("entra");
    commands.works(
        "policy",
        "set",
        "ci-works",
        "--caller",
        "ci",
        "--credential",
        "entra",
        "--permission",
        "token");
    assertThat(commands.works(asCi)).isNotBlank();
    assertThat(commands.works("policy", "list")).contains("ci-works");
    assertThat(commands.works("policy", "show", "ci-works")).contains("entra");
    assertThat(commands.works("caller", "list")).contains("ci", "builds");
    String id =
        commands.json("caller", "show", "ci").path("secrets").get(0).path("secret_id").asText();
    commands.works("caller", "secret", "remove", "ci", id);
    assertThat(commands.fails(1, asCi)).contains("unknown, expired or revoked");
    commands.works("policy", "remove", "ci-works");
    commands.works("caller", "remove", "ci");
    assertThat(commands.fails(1, "caller", "show", "ci")).contains("no caller ci");
  }

  @Test
  void callerSecret_withoutFile_isShownOnce() {
    commands.works("caller", "add", "ci");
    assertThat(commands.works("caller", "secret", "add", "ci")).matches("ci:tws_\\w{49}\n");
    assertThat(commands.works("caller", "show", "ci")).doesNotContain("tws_");
  }

  @Test
  void callerSecret_intoAFileThatIsThere_makesNone() throws IOException {
    commands.works("caller", "add", "ci");
    Path file = Files.writeString(folder.resolve("there"), "something else");
    assertThat(commands.fails(1, "caller", "secret", "add", "ci", "--out", file.toString()))
        .contains("already");
    assertThat(file).hasContent("something else");
    assertThat(commands.json("caller", "show", "ci").path("secrets")).isEmpty();
    String gone = folder.resolve("gone").toString();
    assertThat(commands.fails(1, "caller", "secret", "add", "nobody", "--out", gone))
        .contains("no caller nobody");
    assertThat(Path.of(gone)).doesNotExist();
  }

  @Test
  void policy_ofAnUnknownCaller_isRefused() {
    assertThat(
            commands.fails(
                1, "policy", "set", "p", "--caller", "who", "--permission", "caller.write"))
        .contains("who");
  }

  @Test
  void virtualPat_worksUntilItsLeaseIsRevoked() {
    addPat();
    JsonNode pat = commands.json("virtual-pat", "ado", "--ttl", "PT1H", "--access", "read");
    String authorization = basic("any", pat.path("token").asText());
    String path = "/proxy/ado/acme/_apis/projects";
    assertThat(vault.send("GET", path, authorization, "").statusCode()).isNotEqualTo(401);
    assertThat(commands.works("virtual-pat", "ado")).matches("twp_\\w{49}\n");
    commands.works("lease", "revoke", pat.path("lease_id").asText());
    assertThat(vault.send("GET", path, authorization, "").statusCode()).isEqualTo(401);
    assertThat(commands.works("lease", "revoke", "--credential", "ado", "--dry-run"))
        .contains("Would end 1");
    assertThat(commands.works("lease", "revoke", "--caller", "admin")).contains("Ended 1");
    assertThat(commands.fails(1, "lease", "revoke")).contains("filter");
  }

  @Test
  void freeze_ofTheVault_stopsEverythingUntilUnfrozen() {
    addApp();
    commands.works("freeze");
    assertThat(commands.fails(1, "token", "entra")).contains("frozen");
    commands.works("unfreeze");
    commands.works("token", "entra");
    commands.works("freeze", "--credential", "entra");
    assertThat(commands.fails(1, "token", "entra")).contains("frozen");
    assertThat(commands.fails(1, "unfreeze", "--credential", "a", "--caller", "b"))
        .contains("not both");
  }

  @Test
  void socket_isAuditedLikeEveryCaller() throws IOException {
    addApp();
    commands.works("token", "entra");
    assertThat(Files.readString(folder.resolve("state/audit.jsonl")))
        .contains("\"action\":\"token\"", "\"name\":\"admin\"");
  }

  @Test
  void backup_holdsNoSecretAndNoRootKey() throws IOException {
    addApp();
    addPat();
    commands.works("backup", "--out", folder.resolve("backup.db").toString());
    List<String> rootKeys =
        Files.readAllLines(folder.resolve("state/root.key")).stream()
            .filter(line -> line.matches("[0-9]+ [A-Za-z0-9+/=]{44}"))
            .toList();
    assertThat(rootKeys).hasSize(1);
    probe.watch("the root key", rootKeys.get(0).split(" ", -1)[1]);
    probe.see("a backup", folder.resolve("backup.db"));
  }

  @Test
  void kinds_areListed_andEachShowsWhatItTakes() {
    assertThat(commands.works("kind", "list"))
        .contains("azure-devops-pat", "oauth", "Delegated OAuth");
    assertThat(commands.works("kind", "show", "oauth"))
        .contains("preset (Provider; choice, required)", "One of entra, ")
        .contains("clientSecret (Client secret; secret, optional)");
    assertThat(commands.works("kind", "show", "entra-federated"))
        .contains("declares under ambient");
    assertThat(commands.json("kind", "list").path("kinds").size()).isGreaterThan(5);
    JsonNode preset = commands.json("kind", "show", "oauth").path("fields").path(0);
    assertThat(preset.path("name").asText()).isEqualTo("preset");
    assertThat(preset.path("required").asBoolean()).isTrue();
    assertThat(commands.fails(1, "kind", "show", "oaut"))
        .contains("There is no kind oaut. Take one of ", "oauth");
  }

  @Test
  void noVault_isSaidWithWhatToDo() {
    vault.close();
    assertThat(commands.fails(1, "credential", "list")).contains("tokenward up", "--url");
    vault = TestVault.kept(emulator, folder, TokenRuntime.system());
    assertThat(commands.works("credential", "list")).isEmpty();
  }

  @Test
  void url_withoutProofOrInPlainTextBeyondThisMachine_isWrongUsage() {
    assertThat(commands.fails(2, "credential", "list", "--url", vault.url().toString()))
        .contains("--secret-file");
    assertThat(commands.fails(2, "credential", "list", "--url", "http://vault.example"))
        .contains("https://");
  }
}
