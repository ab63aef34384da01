package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.CapturedLogs;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.ManagedIdentity;
import dev.tokenward.testkit.entra.OidcIssuer;
import dev.tokenward.testkit.pipelines.Job;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Apps that prove themselves by a certificate or by another's word, in a vault. */
@ExtendWith(EmulatorExtension.class)
class AppsWithoutSecretsTest {

  private static final String TENANT = "contoso.example";
  private static final String NO_SCOPES = "{\"scopes\":[\"a\",\"b\"]}";
  private static final String POD = "system:serviceaccount:builds:agent";

  @TempDir private Path folder;
  private Emulator emulator;
  private EntraApp app;

  @BeforeEach
  void found(Emulator entra) {
    emulator = entra;
    app = emulator.entra().app(TENANT);
    emulator.devOps().organization("acme", TENANT).addServicePrincipal(app);
  }

  @Test
  void certificate_byTheCommandLine_isTestedBrokeredRotatedSwitchedAndRemoved() throws Exception {
    try (TestVault vault = TestVault.kept(emulator, folder, TokenRuntime.system())) {
      Commands commands = new Commands(folder);
      commands.works(add("certificate=@" + certificate("first.pem")));

      commands.works("credential", "test", "app");
      assertThat(commands.works("token", "app")).startsWith("ey");
      assertThat(
              commands.works(
                  "credential", "rotate", "app", "--secret", "certificate=@" + certificate("next")))
          .isEqualTo("app uses the new secrets.\n");
      assertThat(commands.works("token", "app")).startsWith("ey");
      assertThat(commands.printed() + shown(vault, 200)).doesNotContain("-----BEGIN");
      switchedToASecretAndRemoved(commands);
      shown(vault, 404);
    }
  }

  private void switchedToASecretAndRemoved(Commands commands) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), app.clientSecret());
    commands.works(command("set", "entra-client-secret", "--secret", "clientSecret=@" + secret));
    assertThat(commands.works("token", "app")).startsWith("ey");
    assertThat(commands.json("credential", "show", "app").path("kind").asText())
        .isEqualTo("entra-client-secret");
    commands.works("credential", "remove", "app");
  }

  @Test
  void jobOfGitHub_byTheCommandLine_isTestedBrokeredAndRemoved() throws Exception {
    Job job = emulator.pipelines().gitHub("repo:acme/site:ref:refs/heads/main");
    app.trust(job.issuer(), job.subject());
    Map<String, String> variables = job.environment();
    Path token =
        Files.writeString(
            folder.resolve("request-token"), variables.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN"));
    try (TestVault vault = TestVault.kept(emulator, folder, TokenRuntime.system())) {
      Commands commands = new Commands(folder);
      commands.works(
          command(
              "add",
              "entra-federated",
              "--field",
              "assertionFrom=github-actions",
              "--field",
              "requestUrl=" + variables.get("ACTIONS_ID_TOKEN_REQUEST_URL"),
              "--secret",
              "requestToken=@" + token));
      assertThat(commands.works("credential", "test", "app")).contains("acme");
      assertThat(commands.works("token", "app")).startsWith("ey");
      commands.works("credential", "remove", "app");
      shown(vault, 404);
    }
  }

  @Test
  void managedIdentity_ofTheVaultsHost_isUsedOnlyByItsDeclaredName() throws Exception {
    ManagedIdentity own = emulator.identities().systemAssigned(TENANT);
    emulator.devOps().organization("acme", TENANT).addServicePrincipal(own.app());
    Path config =
        Files.writeString(
            folder.resolve("tokenward.yaml"),
            TestVault.keptConfig(emulator) + "ambient: {host: {managedIdentity: true}}\n");
    Map<String, String> host =
        Map.of(
            "IDENTITY_ENDPOINT",
            emulator.hostUrl() + "/msi/token",
            "IDENTITY_HEADER",
            emulator.identities().header());
    try (ChildVault vault = ChildVault.up(config, host)) {
      assertThat(vault.said()).isNotEmpty();
      Commands commands = new Commands(folder);
      assertThat(commands.fails(1, identity("environment"))).contains("source", "host");
      commands.works(identity("host"));
      assertThat(commands.works("credential", "test", "app")).contains("acme");
      assertThat(commands.works("token", "app")).startsWith("ey");
      switchedToASecretAndRemoved(commands);
    }
  }

  private String[] identity(String source) {
    return new String[] {
      "credential",
      "add",
      "app",
      "--kind",
      "managed-identity",
      "--field",
      "source=" + source,
      "--field",
      "organization=" + emulator.organizationUrl("acme")
    };
  }

  @Test
  void certificate_thatIsNone_isRefusedByItsField() throws Exception {
    Path file = Files.writeString(folder.resolve("app.pem"), "no key");
    try (TestVault vault = TestVault.kept(emulator, folder, TokenRuntime.system())) {
      assertThat(new Commands(folder).fails(1, add("certificate=@" + file)))
          .contains("certificate", "is neither PEM nor PKCS#12");
      shown(vault, 404);
    }
  }

  private static String shown(TestVault vault, int status) {
    String admin = TestVault.basic("admin");
    return TestVault.json(status, vault.send("GET", "/v1/credentials/app", admin, "")).toString();
  }

  private Path certificate(String name) throws Exception {
    return Files.writeString(folder.resolve(name), emulator.entra().certificate(app));
  }

  private String[] add(String secret) {
    return command("add", "entra-client-certificate", "--secret", secret);
  }

  private String[] command(String verb, String kind, String... more) {
    Stream<String> words =
        Stream.of(
            "credential",
            verb,
            "app",
            "--kind",
            kind,
            "--field",
            "tenant=" + emulator.authority(TENANT),
            "--field",
            "clientId=" + app.clientId(),
            "--field",
            "organization=" + emulator.organizationUrl("acme"));
    return Stream.concat(words, Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void files_thatTheConfigurationNames_areReadAtTheGrant() throws Exception {
    Path token = folder.resolve("token");
    Files.writeString(token, "nothing yet");
    try (TestVault vault =
        TestVault.start(
            emulator, folder, TokenRuntime.system(), configured(certificate("app.pem"), token))) {
      assertThat(token(vault, "certified").path("access_token").asText()).startsWith("ey");

      HttpResponse<String> tested =
          vault.send("POST", "/v1/credentials/federated/test", TestVault.basic("ci"), "");
      assertThat(tested.body())
          .contains("is no assertion")
          .doesNotContain("nothing yet", token.toString());
    }
  }

  @Test
  void file_thatIsBroken_isTheOperatorsMatterAndItsPathToo() throws Exception {
    Files.writeString(folder.resolve("pod"), "no assertion");
    String path = folder.resolve("pod").toString();
    String here = "127.0.0.1:" + URI.create(emulator.authority(TENANT)).getPort();
    try (CapturedLogs log = new CapturedLogs("dev.tokenward");
        TestVault vault = kept("{file: pod, to: ['" + here + "']}")) {
      federated(vault, 201, "POST", "", emulator.authority(TENANT));
      for (String body : List.of("{}", "{\"scopes\":[\"api://x/.default\"]}", NO_SCOPES)) {
        JsonNode problem =
            TestVault.json(
                502,
                vault.send("POST", "/v1/credentials/app/token", TestVault.basic("admin"), body));
        assertThat(problem.path("type").asText()).endsWith("credential-broken");
        assertThat(problem.path("nextStep").asText()).contains("Ask the operator");
        assertThat(problem.toString()).doesNotContain(path, "no assertion");
      }
      assertThat(log.text()).contains(path, "is no assertion");
      String tested =
          vault.send("POST", "/v1/credentials/app/test", TestVault.basic("admin"), "").body();
      assertThat(tested + shown(vault, 200))
          .contains("The file pod, tokenFile of app, is no assertion")
          .doesNotContain(path);
    }
    Files.writeString(folder.resolve("pod"), assertion());
    try (TestVault vault = kept("{file: pod, to: ['" + here + "']}")) {
      JsonNode asked =
          TestVault.json(
              400,
              vault.send("POST", "/v1/credentials/app/token", TestVault.basic("admin"), NO_SCOPES));
      assertThat(asked.path("nextStep").asText()).contains("/.default");
    }
  }

  private String assertion() {
    OidcIssuer cluster = emulator.entra().issuer("https://cluster.example");
    app.trust(cluster, POD);
    return cluster.assertion(
        POD, "api://AzureADTokenExchange", emulator.now(), Duration.ofHours(1));
  }

  @Test
  void tokenFile_thatTheConfigurationNames_isBrokered() throws Exception {
    OidcIssuer cluster = emulator.entra().issuer("https://cluster.example");
    app.trust(cluster, POD);
    Path token =
        Files.writeString(
            folder.resolve("token"),
            cluster.assertion(
                POD, "api://AzureADTokenExchange", emulator.now(), Duration.ofHours(1)));
    try (TestVault vault =
        TestVault.start(
            emulator, folder, TokenRuntime.system(), configured(certificate("app.pem"), token))) {
      assertThat(token(vault, "federated").path("access_token").asText()).startsWith("ey");
    }
  }

  /** Nobody who may name a file brings a secret of their own when they change its way (S1). */
  @Test
  void file_thatTheOperatorDeclared_isSentOnlyWhereItsDeclarationLeads() throws Exception {
    Files.writeString(folder.resolve("pod"), assertion());
    String here = "127.0.0.1:" + URI.create(emulator.authority(TENANT)).getPort();
    try (TestVault vault = kept("{file: pod, to: ['" + here + "']}")) {
      federated(vault, 201, "POST", "", emulator.authority(TENANT));
      JsonNode problem =
          federated(vault, 400, "PATCH", "/app", "https://login.microsoftonline.com/" + TENANT);
      assertThat(problem.path("field").asText()).isEqualTo("fields.tenant");
      assertThat(problem.path("detail").asText()).contains("login.microsoftonline.com");
      assertThat(problem.path("nextStep").asText()).contains("ambient.pod.to");
      assertThat(new Commands(folder).works("token", "app")).startsWith("ey");
    }
    int sent = emulator.requests().size();
    try (TestVault vault = kept("{file: pod}")) {
      federated(vault, 400, "PATCH", "/app", emulator.authority("elsewhere.example"));
      new Commands(folder).fails(1, "token", "app");
      assertThat(shown(vault, 200)).contains("may not be sent to " + here, "ambient.pod.to");
    }
    assertThat(emulator.requests()).hasSize(sent);
  }

  private TestVault kept(String pod) {
    return TestVault.kept(
        emulator,
        folder,
        TokenRuntime.system(),
        config ->
            config.replace("allow: [", "allow: [microsoft, ") + "ambient: {pod: " + pod + "}\n");
  }

  private JsonNode federated(
      TestVault vault, int status, String method, String path, String tenant) {
    String name = path.isEmpty() ? "\"name\":\"app\",\"kind\":\"entra-federated\"," : "";
    String body =
        "{%s\"fields\":{\"tenant\":\"%s\",\"clientId\":\"%s\",\"tokenFile\":\"pod\"}}"
            .formatted(name, tenant, app.clientId());
    return TestVault.json(
        status, vault.send(method, "/v1/credentials" + path, TestVault.basic("admin"), body));
  }

  private static JsonNode token(TestVault vault, String credential) {
    return TestVault.json(
        200,
        vault.send(
            "POST", "/v1/credentials/" + credential + "/token", TestVault.basic("ci"), "{}"));
  }

  private UnaryOperator<String> configured(Path certificate, Path token) {
    String who =
        "    tenant: %s\n    clientId: %s\n".formatted(emulator.authority(TENANT), app.clientId());
    return config ->
        config
            .replace(
                "credentials:\n",
                "credentials:\n  certified:\n    kind: entra-client-certificate\n"
                    + who
                    + "    certificateFile: "
                    + certificate
                    + "\n  federated:\n    kind: entra-federated\n"
                    + who
                    + "    tokenFile: "
                    + token
                    + "\n")
            .replace("credentials: [entra]", "credentials: [entra, certified, federated]")
            .replace("credentials: [ado, entra]", "credentials: [ado, entra, federated]");
  }
}
