package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first minutes with a vault, and the way back into one. */
class FromNothingTest {

  private static final String CLIENT_ID = "11111111-2222-3333-4444-555555555555";

  @TempDir private Path folder;

  @Test
  void threeCommands_serveAToken() throws Exception {
    try (Emulator emulator = Emulator.start()) {
      Files.writeString(folder.resolve("app"), "the-app-secret-of-this-test");
      emulator
          .devOps()
          .organization("acme", "contoso.example")
          .addServicePrincipal(
              emulator.entra().app("contoso.example", CLIENT_ID, "the-app-secret-of-this-test"));
      Files.writeString(folder.resolve("tokenward.yaml"), TestVault.keptConfig(emulator));
      try (ChildVault up = ChildVault.up(folder.resolve("tokenward.yaml"))) {
        assertThat(up.said()).contains("Made: root key, administrator.");
        assertThat(String.join(" ", up.said()))
            .contains("Tokenward serves http://127.0.0.1:", ", its console http://localhost:");
        Commands commands = new Commands(folder);
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
        assertThat(commands.works("token", "entra")).startsWith("ey");
      }
    }
  }

  @Test
  void up_thatWasKilled_leavesWhatItUnpackedInItsOwnFolder() throws IOException {
    try (Emulator emulator = Emulator.start()) {
      Files.writeString(folder.resolve("tokenward.yaml"), TestVault.keptConfig(emulator));
      try (ChildVault up = ChildVault.up(folder.resolve("tokenward.yaml"))) {
        up.kill();
      }
    }
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .anyMatch(name -> name.startsWith("sqlite-"));
    }
  }

  @Test
  void init_makesEverythingOnce() throws IOException {
    Commands commands = new Commands(folder);
    assertThat(commands.works("init"))
        .contains("Made: configuration", "Made: root key", "Made: administrator", "tokenward up");
    String config = Files.readString(folder.resolve("tokenward.yaml"));
    assertThat(config).contains("tokenward check-config --schema prints");
    assertThat(commands.works("check-config", "--schema"))
        .contains("\"publicUrl\"", "\"destinations\"", "\"trustStore\"", "Default: 127.0.0.1:8221");
    byte[] key = Files.readAllBytes(folder.resolve("state/root.key"));
    assertThat(commands.json("init").path("made")).isEmpty();
    assertThat(folder.resolve("tokenward.yaml")).hasContent(config);
    assertThat(folder.resolve("state/root.key")).hasBinaryContent(key);
  }

  @Test
  void init_ofASidecar_isRefused() throws IOException {
    Files.writeString(
        folder.resolve("tokenward.yaml"),
        """
        credentials:
          ado: {kind: azure-devops-pat, organization: "https://dev.azure.com/acme", token: file:s}
        callers: {ci: {secret: file:s}}
        policies: {p: {callers: [ci], credentials: [ado], permissions: [proxy]}}
        """);
    Files.writeString(folder.resolve("s"), "s".repeat(52));
    Commands commands = new Commands(folder);
    assertThat(commands.fails(1, "init")).contains("no stateDir");
    assertThat(commands.fails(1, "credential", "list")).contains("no stateDir", "--url");
    String out = folder.resolve("admin").toString();
    assertThat(commands.fails(1, "admin", "reset", "--out", out)).contains("tokenward init");
  }

  @Test
  void adminReset_endsTheOldSecretAndIsAudited() throws IOException {
    try (Emulator emulator = Emulator.start()) {
      String old = TestVault.basic("admin");
      Path out = folder.resolve("admin.secret");
      Commands commands = new Commands(folder);
      TestVault vault = TestVault.kept(emulator, folder, TokenRuntime.system());
      commands.works("freeze", "--caller", "admin");
      assertThat(vault.send("GET", "/v1/callers", old, "").statusCode()).isEqualTo(403);
      assertThat(commands.fails(1, "admin", "reset", "--out", out.toString()))
          .contains("Another vault");
      assertThat(out).doesNotExist();
      vault.close();
      commands.works("admin", "reset", "--out", out.toString());
      String secret = Files.readString(out).strip().split(":", 2)[1];
      assertThat(commands.printed()).doesNotContain(secret);
      assertThat(Files.readString(folder.resolve("state/audit.jsonl"))).contains("admin.reset");
      try (RunningVault again =
          RunningVault.start(Commands.component(folder.resolve("tokenward.yaml")))) {
        assertThat(status(again, old)).isEqualTo(401);
        assertThat(status(again, TestVault.basic("admin", secret))).isEqualTo(200);
      }
    }
  }

  private static int status(RunningVault vault, String authorization) {
    try {
      return java.net.http.HttpClient.newHttpClient()
          .send(
              java.net.http.HttpRequest.newBuilder(vault.url().resolve("/v1/callers"))
                  .header("Authorization", authorization)
                  .build(),
              java.net.http.HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void apply_writesOnce_andTellsWhatChanged() throws IOException {
    try (Emulator emulator = Emulator.start();
        TestVault vault = TestVault.kept(emulator, folder, TokenRuntime.system())) {
      assertThat(vault.file("state")).isDirectory();
      emulator.devOps().organization("acme", "contoso.example");
      Files.writeString(folder.resolve("pat"), emulator.devOps().issuePat("acme", "vso.code"));
      Path file = folder.resolve("records.yaml");
      Files.writeString(file, records(emulator, "[proxy]"));
      Commands commands = new Commands(folder);
      assertThat(results(commands, file, "--dry-run")).containsOnly("would be created");
      assertThat(commands.works("credential", "list")).isEmpty();
      assertThat(results(commands, file)).containsOnly("created");
      assertThat(results(commands, file)).containsOnly("unchanged");
      commands.works("credential", "set", "ado", "--description", "by hand");
      assertThat(results(commands, file)).containsOnly("unchanged");
      assertThat(commands.works("credential", "show", "ado")).contains("by hand");
      Files.writeString(file, records(emulator, "[proxy, virtual-pat]"));
      Files.writeString(folder.resolve("pat"), emulator.devOps().issuePat("acme", "vso.code"));
      assertThat(results(commands, file, "--dry-run"))
          .containsExactly("unchanged but for its secrets", "unchanged", "would be changed");
      assertThat(results(commands, file)).containsExactly("changed", "unchanged", "changed");
      assertThat(commands.works("apply", "-f", file.toString()).lines())
          .contains("unchanged            callers/ci");
    }
  }

  @Test
  void apply_ofACallerWithASecret_saysWhoMakesIt() throws IOException {
    Path file = Files.writeString(folder.resolve("r.yaml"), "callers: {ci: {secret: file:x}}\n");
    assertThat(new Commands(folder).fails(1, "apply", "-f", file.toString()))
        .contains("tokenward caller secret add");
  }

  private static List<String> results(Commands commands, Path file, String... more) {
    String[] all = new String[3 + more.length];
    all[0] = "apply";
    all[1] = "-f";
    all[2] = file.toString();
    System.arraycopy(more, 0, all, 3, more.length);
    return commands.json(all).path("records").findValuesAsText("result");
  }

  private static String records(Emulator emulator, String permissions) {
    return """
        credentials:
          ado: {kind: azure-devops-pat, organization: "%s", token: file:pat}
        callers:
          ci:
        policies:
          ci-works:
            callers: [ci]
            credentials: [ado]
            permissions: %s
            allow: {access: read, git: [fetch], projects: [web]}
            maxTtl: PT8H
        """
        .formatted(emulator.organizationUrl("acme"), permissions);
  }
}
