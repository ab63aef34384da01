package dev.tokenward.vault.api;

import static dev.tokenward.vault.TestVault.basic;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.vault.TestVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EmulatorExtension.class)
class ApiTest {

  @TempDir Path folder;
  private TestVault vault;

  @BeforeEach
  void start(Emulator emulator) {
    vault = TestVault.start(emulator, folder);
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @Test
  void token_mintedKind_givesATokenThatWorksUpstream(Emulator emulator) {
    JsonNode answer = json(200, post("/v1/credentials/entra/token", basic("ci"), "{}"));
    assertThat(answer.get("access_token").asText()).contains(".");
    assertThat(answer.get("token_type").asText()).isEqualTo("Bearer");
    assertThat(answer.get("expires_in").asLong()).isPositive();
    assertThat(answer.get("credential").asText()).isEqualTo("entra");
    assertThat(emulator.requests("POST", "/contoso.example/oauth2/v2.0/token")).isEqualTo(1);
  }

  @Test
  void token_storedKind_is409NamingTheTwoWays() {
    JsonNode problem = json(409, post("/v1/credentials/ado/token", basic("ci"), ""));
    assertThat(problem.get("type").asText())
        .isEqualTo("urn:tokenward:problem:stored-secret-not-released");
    assertThat(problem.get("nextStep").asText()).contains("virtual-pats", "/proxy/ado/");
  }

  @Test
  void token_unknownAndDenied_areTheSame404() {
    String unknown = blanked(post("/v1/credentials/none/token", basic("ci"), "{}"), "none");
    String denied = blanked(post("/v1/credentials/entra/token", basic("app"), "{}"), "entra");
    assertThat(denied).isEqualTo(unknown).contains("404");
  }

  @Test
  void anything_unauthenticated_is401BeforeAny404() {
    for (String path : new String[] {"/v1/kinds", "/v1/none", "/v1/credentials/none/token"}) {
      HttpResponse<String> answer = vault.send("POST", path, "Bearer nothing", "{}");
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }
  }

  @Test
  void test_goodCredential_saysWhoItIs() {
    JsonNode report = json(200, post("/v1/credentials/ado/test", basic("ci"), ""));
    assertThat(report.get("ok").asBoolean()).isTrue();
    assertThat(report.get("organization").asText()).isEqualTo("acme");
    assertThat(report.get("identity").asText()).isNotBlank();
  }

  @Test
  void test_revokedPat_saysWhatToDo(Emulator emulator) throws IOException {
    emulator.devOps().revokePat(Files.readString(vault.file("pat")));
    JsonNode report = json(200, post("/v1/credentials/ado/test", basic("ci"), ""));
    assertThat(report.get("ok").asBoolean()).isFalse();
    assertThat(report.get("nextStep").asText()).isNotBlank();
  }

  @Test
  void virtualPat_withinPolicy_isListedAndEndsAtOnce() {
    String body = "{\"name\":\"mine\",\"ttl\":\"PT30M\",\"allow\":{\"access\":\"read\"}}";
    JsonNode pat = json(201, post("/v1/credentials/ado/virtual-pats", basic("app"), body));
    assertThat(pat.get("token").asText()).startsWith("twp_");
    assertThat(pat.get("proxy_url").asText()).isEqualTo(vault.url() + "/proxy/ado");
    String lease = "/v1/leases/" + pat.get("lease_id").asText();
    assertThat(json(200, get(lease, basic("app"))).get("name").asText()).isEqualTo("mine");
    json(404, get(lease, basic("ci")));
    json(200, get(lease, basic("operator")));
    json(200, vault.send("DELETE", lease, basic("app"), ""));
    json(404, get(lease, basic("app")));
  }

  @Test
  void virtualPat_onTheProxyOfAnotherCredential_isLikeAnUnknownOne() {
    String token =
        json(201, post("/v1/credentials/ado/virtual-pats", basic("ci"), "")).get("token").asText();
    String path = "/acme/_apis/connectionData";
    assertThat(get("/proxy/ado" + path, basic("", token)).statusCode()).isEqualTo(200);
    String other = blanked(get("/proxy/entra" + path, basic("", token)), "entra");
    String unknown = blanked(get("/proxy/absent" + path, basic("", token)), "absent");
    assertThat(other).isEqualTo(unknown).startsWith("404");
  }

  @Test
  void proxy_refusedMethod_isOnRecord() throws IOException {
    String path = "/proxy/ado/acme/_apis/connectionData";
    assertThat(vault.send("BREW", path, basic("ci"), "").statusCode()).isEqualTo(400);
    assertThat(Files.readString(vault.file("audit.jsonl")))
        .contains("\"action\":\"proxy\",\"outcome\":\"denied\"");
  }

  @Test
  void virtualPat_widerThanPolicy_is403NamingTheField() {
    String write = "{\"allow\":{\"access\":\"write\"}}";
    JsonNode problem = json(403, post("/v1/credentials/ado/virtual-pats", basic("app"), write));
    assertThat(problem.get("field").asText()).isEqualTo("allow.access");
    String longer = "{\"ttl\":\"PT2H\"}";
    problem = json(403, post("/v1/credentials/ado/virtual-pats", basic("app"), longer));
    assertThat(problem.get("field").asText()).isEqualTo("ttl");
  }

  @Test
  void virtualPat_emptyList_is400() {
    String body = "{\"allow\":{\"projects\":[]}}";
    JsonNode problem = json(400, post("/v1/credentials/ado/virtual-pats", basic("ci"), body));
    assertThat(problem.get("field").asText()).isEqualTo("allow.projects");
  }

  @Test
  void revoke_brokeredToken_saysHowLongItStaysGoodAndStopsIssue() {
    JsonNode token = json(200, post("/v1/credentials/entra/token", basic("ci"), ""));
    String lease = "/v1/leases/" + token.get("lease_id").asText();
    JsonNode revoked = json(200, vault.send("DELETE", lease, basic("ci"), ""));
    assertThat(revoked.get("upstream_valid_until").asText())
        .isEqualTo(token.get("expires_at").asText());
    json(403, post("/v1/credentials/entra/token", basic("ci"), ""));
  }

  @Test
  void revokeAll_needsAFilterAndCanOnlyList() {
    json(201, post("/v1/credentials/ado/virtual-pats", basic("ci"), ""));
    json(400, vault.send("DELETE", "/v1/leases", basic("ci"), ""));
    JsonNode listed =
        json(200, vault.send("DELETE", "/v1/leases?credential=ado&dryRun=true", basic("ci"), ""));
    assertThat(listed.get("revoked")).hasSize(1);
    assertThat(json(200, get("/v1/leases", basic("ci"))).get("leases")).hasSize(1);
    json(200, vault.send("DELETE", "/v1/leases?credential=ado", basic("ci"), ""));
    assertThat(json(200, get("/v1/leases", basic("ci"))).get("leases")).isEmpty();
  }

  @Test
  void kinds_always_describeTheirFields() {
    JsonNode kinds = json(200, get("/v1/kinds", basic("nobody"))).get("kinds");
    assertThat(kinds.findValuesAsText("kind"))
        .contains(
            "azure-devops-pat",
            "entra-client-certificate",
            "entra-client-secret",
            "entra-federated")
        .isSorted();
  }

  @Test
  void health_always_needsNoProof() {
    assertThat(vault.send(request("/health/live")).statusCode()).isEqualTo(200);
    assertThat(vault.send(request("/health/ready")).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> post(String path, String authorization, String body) {
    return vault.send("POST", path, authorization, body);
  }

  private HttpResponse<String> get(String path, String authorization) {
    return vault.send(request(path).header("Authorization", authorization));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(vault.url().resolve(path));
  }

  private static JsonNode json(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    try {
      return new JsonMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String blanked(HttpResponse<String> answer, String name) {
    return (answer.statusCode() + answer.headers().map().toString() + answer.body())
        .replaceAll("\"traceId\":\"[0-9a-f]+\"", "")
        .replaceAll("date=\\[[^]]*]", "")
        .replaceAll("content-length=\\[[^]]*]", "")
        .replace(name, "");
  }
}
