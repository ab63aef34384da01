package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.OidcIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the vault's machine a credential can name: what the configuration declares (S3). */
class AmbientSourcesTest {

  private static final String TENANT = "contoso.example";
  private static final String POD = "system:serviceaccount:builds:agent";

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private final EntraApp app = emulator.entra().app(TENANT);

  @SuppressWarnings("NullAway.Init") // start() sets it
  private TestVault vault;

  @BeforeEach
  void start() throws IOException {
    OidcIssuer cluster = emulator.entra().issuer("https://cluster.example");
    app.trust(cluster, POD);
    String word =
        cluster.assertion(POD, "api://AzureADTokenExchange", emulator.now(), Duration.ofHours(1));
    Files.writeString(folder.resolve("held-token"), word);
    vault =
        vault(
            "ambient: {app: {file: held-token, to: ['127.0.0.1:"
                + URI.create(emulator.url()).getPort()
                + "']}, machine: {managedIdentity: true},"
                + " user: {managedIdentity: 11111111-2222}}\n");
  }

  private TestVault vault(String ambient) {
    return TestVault.kept(emulator, folder, TokenRuntime.system(), config -> config + ambient);
  }

  @AfterEach
  void stop() {
    vault.close();
    emulator.close();
  }

  private JsonNode made(int status, String field, String value) {
    Map<String, String> fields = new HashMap<>(besides(field));
    fields.put(field, value);
    return posted(
        status,
        field.equals("tokenFile") ? "entra-federated" : "managed-identity",
        new ObjectMapper().valueToTree(fields).toString());
  }

  private JsonNode identity(int status, String fields) {
    return posted(status, "managed-identity", fields);
  }

  private JsonNode posted(int status, String kind, String fields) {
    String body =
        "{\"name\":\"%s\",\"kind\":\"%s\",\"fields\":%s}"
            .formatted(status == 201 ? "held" : "refused", kind, fields);
    return json(status, vault.send("POST", "/v1/credentials", basic("admin"), body));
  }

  /** What the kind that has {@code field} takes besides. */
  private Map<String, String> besides(String field) {
    Map<String, Map<String, String>> besides =
        Map.of(
            "tokenFile", Map.of("tenant", emulator.authority(TENANT), "clientId", app.clientId()),
            "clientId", Map.of("source", "machine"));
    return besides.getOrDefault(field, Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/proc/self/environ",
        "/var/run/secrets/kubernetes.io/serviceaccount/token",
        "/etc/passwd",
        "state/root.key",
        "held-token",
        "machine",
        "file:held-token",
        "env:PATH"
      })
  void api_namingAnythingUndeclared_isRefusedAndNamesWhatIsDeclared(String value) {
    JsonNode problem = made(400, "tokenFile", value);
    assertThat(problem.path("field").asText()).isEqualTo("fields.tokenFile");
    assertThat(problem.path("detail").asText()).contains("only the configuration file may name");
    assertThat(problem.path("nextStep").asText()).contains("app").doesNotContain("machine");
    assertThat(problem.toString()).doesNotContain(value.equals("machine") ? "root.key" : value);
  }

  @Test
  void api_namingTheVaultsOwnFiles_isRefused() {
    for (String own : new String[] {"state/root.key", "state/vault.db", "tokenward.yaml"}) {
      made(400, "tokenFile", folder.resolve(own).toString());
    }
  }

  @Test
  void api_namingWhatIsDeclared_keepsTheNameAndUsesTheFile() {
    JsonNode made = made(201, "tokenFile", "app");
    assertThat(made.at("/fields/tokenFile").asText()).isEqualTo("app");
    JsonNode token =
        json(200, vault.send("POST", "/v1/credentials/held/token", basic("admin"), "{}"));
    assertThat(token.path("access_token").asText()).startsWith("ey");
    assertThat(emulator.requests("POST", "/oauth2/v2.0/token")).isOne();
    JsonNode kinds = json(200, vault.send("GET", "/v1/kinds", basic("admin"), ""));
    assertThat(kinds.findParents("ambient"))
        .filteredOn(field -> field.path("ambient").asBoolean())
        .extracting(field -> field.path("name").asText())
        .contains("tokenFile", "source");
  }

  @Test
  void change_toWhatIsNotDeclared_isRefused() {
    made(201, "tokenFile", "app");
    String path = folder.resolve("held-token").toString();
    String change = "{\"fields\":{\"tokenFile\":\"" + path + "\"}}";
    assertThat(vault.send("PATCH", "/v1/credentials/held", basic("admin"), change).statusCode())
        .isEqualTo(400);
  }

  @Test
  void identity_declared_isTheOnlyOneThatMayBeNamed() {
    made(201, "source", "machine");
    for (String other : new String[] {"environment", "true", "app", "user"}) {
      assertThat(made(400, "source", other).path("nextStep").asText())
          .contains("machine")
          .doesNotContain("user");
    }
    for (String other : new String[] {"11111111-2222", "machine", "app"}) {
      assertThat(made(400, "clientId", other).path("nextStep").asText()).contains("user");
    }
  }

  private void restart(String ambient) {
    vault.close();
    vault = vault(ambient);
  }

  @Test
  void identityLeftOut_isTheHostsOwnAndHasToBeDeclaredItself() {
    restart("ambient: {src: {managedIdentity: environment}, uami: {managedIdentity: 1111-22}}\n");
    JsonNode problem = identity(400, "{\"source\":\"src\"}");
    assertThat(problem.path("field").asText()).isEqualTo("fields.clientId");
    assertThat(problem.path("detail").asText()).contains("the host's own identity");
    assertThat(problem.path("nextStep").asText()).contains("uami", "managedIdentity: true");
    for (String empty : new String[] {"", " "}) {
      JsonNode left = identity(400, "{\"source\":\"src\",\"clientId\":\"" + empty + "\"}");
      assertThat(left.path("field").asText()).isEqualTo("fields.clientId");
    }
    identity(201, "{\"source\":\"src\",\"clientId\":\"uami\"}");
    JsonNode change = json(400, patch("{\"fields\":{\"clientId\":\"\"}}"));
    assertThat(change.path("field").asText()).isEqualTo("fields.clientId");
  }

  @Test
  void identityOfTheHost_declaredNoMore_isNotUsed() {
    restart("ambient: {src: {managedIdentity: imds}, own: {managedIdentity: true}}\n");
    identity(201, "{\"source\":\"src\"}");
    restart("ambient: {src: {managedIdentity: imds}}\n");
    vault.send("POST", "/v1/credentials/held/token", basic("admin"), "{}");
    JsonNode shown = json(200, vault.send("GET", "/v1/credentials/held", basic("admin"), ""));
    assertThat(shown.at("/status_detail/reason").asText())
        .contains("clientId", "leaves out", "declared no more");
  }

  private HttpResponse<String> patch(String change) {
    return vault.send("PATCH", "/v1/credentials/held", basic("admin"), change);
  }

  @Test
  void declaration_takenBack_stopsTheCredentialAndSaysSo() {
    made(201, "tokenFile", "app");
    vault.close();
    vault = vault("");
    JsonNode problem =
        json(502, vault.send("POST", "/v1/credentials/held/token", basic("admin"), "{}"));
    assertThat(problem.path("type").asText()).endsWith("credential-broken");
    JsonNode report =
        json(200, vault.send("POST", "/v1/credentials/held/test", basic("admin"), ""));
    assertThat(report.path("detail").asText()).contains("tokenFile", "declared no more");
    JsonNode shown = json(200, vault.send("GET", "/v1/credentials/held", basic("admin"), ""));
    assertThat(shown.path("status").asText()).isEqualTo("failing");
    assertThat(made(400, "source", "machine").path("nextStep").asText())
        .contains("Ask the operator");
  }

  @Test
  void commands_takeNamesToo() throws IOException {
    assertThat(added("/etc/passwd")).contains("only the configuration file may name");
    assertThat(added("app")).contains("Made a");
    assertThat(applied("app")).contains("created", "credentials/b");
    assertThat(applied("/etc/passwd")).contains("only the configuration file may name");
  }

  private String added(String tokenFile) {
    Stream<String> fields =
        Stream.concat(
                besides("tokenFile").entrySet().stream(),
                Stream.of(Map.entry("tokenFile", tokenFile)))
            .flatMap(each -> Stream.of("--field", each.getKey() + "=" + each.getValue()));
    return run(
        Stream.concat(Stream.of("credential", "add", "a", "--kind", "entra-federated"), fields)
            .toArray(String[]::new));
  }

  private String applied(String tokenFile) throws IOException {
    Path records =
        Files.writeString(
            folder.resolve("records.yaml"),
            "credentials: {b: {kind: entra-federated, tenant: '%s', clientId: %s, tokenFile: %s}}"
                .formatted(emulator.authority(TENANT), app.clientId(), tokenFile));
    return run("apply", "-f", records.toString());
  }

  private String run(String... arguments) {
    Commands commands = new Commands(folder);
    commands.run(arguments);
    return commands.printed();
  }
}
