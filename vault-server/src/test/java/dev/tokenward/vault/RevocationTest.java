package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.FakeClock;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** S7, S9, S12: what ends, when, and for whom. */
@ExtendWith(EmulatorExtension.class)
class RevocationTest {

  private final FakeClock clock = new FakeClock();
  private Emulator emulator;
  private Path folder;
  private TestVault vault;

  @BeforeEach
  void start(Emulator shared, @TempDir Path temporary) {
    emulator = shared;
    folder = temporary;
    emulator.clock(clock);
    vault = start(UnaryOperator.identity());
  }

  private TestVault start(UnaryOperator<String> change) {
    return TestVault.start(emulator, folder, clock.runtime(TestVault.NO_OTHER_WAY_OUT), change);
  }

  private void restart(UnaryOperator<String> change) {
    vault.close();
    vault = start(change);
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @Test
  void brokeredToken_revoked_isNotIssuedAgainBeforeItHasExpired() {
    JsonNode token = json(200, post("/v1/credentials/entra/token", basic("ci"), ""));
    JsonNode revoked = json(200, delete(lease(token), basic("ci")));
    assertThat(revoked.path("upstream_valid_until")).isEqualTo(token.path("expires_at"));
    JsonNode refused = json(403, post("/v1/credentials/entra/token", basic("ci"), ""));
    assertThat(refused.path("detail").asText()).contains(token.path("expires_at").asText());
    assertThat(oauth("audience=entra").path("error").asText()).isEqualTo("invalid_target");
    clock.advance(
        Duration.between(clock.instant(), Instant.parse(token.path("expires_at").asText())));
    JsonNode next = json(200, post("/v1/credentials/entra/token", basic("ci"), ""));
    assertThat(next.path("access_token")).isNotEqualTo(token.path("access_token"));
  }

  @Test
  void brokeredToken_revoked_isStillIssuedToOthers() {
    restart(
        config ->
            config.replace(
                "callers: [ci]\n    credentials: [entra]",
                "callers: [ci, operator]\n    credentials: [entra]"));
    JsonNode token = json(200, post("/v1/credentials/entra/token", basic("ci"), ""));
    json(200, delete(lease(token), basic("ci")));
    json(403, post("/v1/credentials/entra/token", basic("ci"), ""));
    json(200, post("/v1/credentials/entra/token", basic("operator"), ""));
  }

  @Test
  void brokeredToken_thatOutlivesThePolicy_isRefusedNamingTheProxy() {
    restart(
        config ->
            config.replace("permissions: [token]\n", "permissions: [token]\n    maxTtl: PT10M\n"));
    JsonNode problem = json(403, post("/v1/credentials/entra/token", basic("ci"), ""));
    assertThat(problem.path("type").asText())
        .isEqualTo("urn:tokenward:problem:token-outlives-policy");
    assertThat(problem.path("nextStep").asText()).contains("/proxy/entra/");
    JsonNode error = oauth("resource=urn:tokenward:credential:entra");
    assertThat(error.path("error").asText()).isEqualTo("invalid_target");
    assertThat(error.path("error_description").asText()).contains("/proxy/entra/");
    assertThat(json(200, get("/v1/leases", basic("ci"))).path("leases")).isEmpty();
  }

  @Test
  void lease_ofAnotherCaller_isAsGoodAsNone() {
    JsonNode pat = json(201, post("/v1/credentials/ado/virtual-pats", basic("ci"), ""));
    String id = pat.path("lease_id").asText();
    assertThat(blanked(get("/v1/leases/" + id, basic("app")), id))
        .isEqualTo(blanked(get("/v1/leases/none", basic("app")), "none"));
    assertThat(blanked(delete("/v1/leases/" + id, basic("app")), id))
        .isEqualTo(blanked(delete("/v1/leases/none", basic("app")), "none"));
    assertThat(json(200, get("/v1/leases?caller=ci", basic("app"))).path("leases")).isEmpty();
    assertThat(json(200, delete("/v1/leases?caller=ci", basic("app"))).path("revoked")).isEmpty();
    assertThat(proxied(pat).statusCode()).isEqualTo(200);
  }

  private static String blanked(HttpResponse<String> answer, String id) {
    return answer.statusCode()
        + answer.headers().map().keySet().toString()
        + answer.body().replaceAll("\"traceId\":\"[0-9a-f]+\"", "").replace(id, "");
  }

  @Test
  void virtualPat_revoked_endsAtOnce() {
    JsonNode pat = json(201, post("/v1/credentials/ado/virtual-pats", basic("ci"), ""));
    assertThat(proxied(pat).statusCode()).isEqualTo(200);
    assertThat(json(200, delete(lease(pat), basic("operator"))).has("upstream_valid_until"))
        .isFalse();
    assertThat(proxied(pat).statusCode()).isEqualTo(401);
    json(404, get(lease(pat), basic("ci")));
  }

  @Test
  void virtualPat_afterItsLife_isRefused() {
    JsonNode pat =
        json(201, post("/v1/credentials/ado/virtual-pats", basic("ci"), "{\"ttl\":\"PT5M\"}"));
    clock.advance(Duration.ofMinutes(5).minusSeconds(1));
    assertThat(proxied(pat).statusCode()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(1));
    assertThat(proxied(pat).statusCode()).isEqualTo(401);
    assertThat(json(200, get("/v1/leases", basic("ci"))).path("leases")).isEmpty();
  }

  @Test
  void virtualPat_onAnotherCredentialsProxy_isAsGoodAsNone() {
    JsonNode pat = json(201, post("/v1/credentials/ado/virtual-pats", basic("ci"), ""));
    String authorization = basic("", pat.path("token").asText());
    String other = "/proxy/entra/acme/_apis/projects";
    String none = "/proxy/none/acme/_apis/projects";
    assertThat(blanked(get(other, authorization), "entra"))
        .isEqualTo(blanked(get(none, authorization), "none"))
        .startsWith("404");
  }

  @Test
  void everythingIssued_afterARestart_isRefused() {
    JsonNode pat = json(201, post("/v1/credentials/ado/virtual-pats", basic("ci"), ""));
    String token = oauth("").path("access_token").asText();
    json(200, get("/v1/kinds", "Bearer " + token));
    restart(UnaryOperator.identity());
    assertThat(proxied(pat).statusCode()).isEqualTo(401);
    json(401, get("/v1/kinds", "Bearer " + token));
  }

  @Test
  void virtualPat_withinTwoStatementsTogetherOnly_isRefused() {
    restart(
        config ->
            config
                + """
                  app-writes-another:
                    callers: [app]
                    credentials: [ado]
                    permissions: [virtual-pat]
                    allow: {access: write, projects: [tools]}
                    maxTtl: PT8H
                """);
    String reads = "{\"ttl\":\"PT1H\",\"allow\":{\"access\":\"read\",\"projects\":[\"web\"]}}";
    json(201, post("/v1/credentials/ado/virtual-pats", basic("app"), reads));
    json(
        201,
        post(
            "/v1/credentials/ado/virtual-pats",
            basic("app"),
            reads.replace("read", "write").replace("web", "tools").replace("1H", "8H")));
    json(
        403,
        post("/v1/credentials/ado/virtual-pats", basic("app"), reads.replace("read", "write")));
    json(403, post("/v1/credentials/ado/virtual-pats", basic("app"), reads.replace("1H", "8H")));
    json(
        403,
        post(
            "/v1/credentials/ado/virtual-pats",
            basic("app"),
            reads.replace("web\"", "web\",\"tools\"")));
  }

  private HttpResponse<String> proxied(JsonNode pat) {
    return get(
        "/proxy/ado/acme/web/_apis/git/repositories", basic("any", pat.path("token").asText()));
  }

  private JsonNode oauth(String target) {
    HttpRequest.Builder request =
        vault
            .request("/oauth2/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", basic("ci"))
            .POST(BodyPublishers.ofString("grant_type=client_credentials&" + target));
    return json(vault.send(request).body());
  }

  private static String lease(JsonNode issued) {
    return "/v1/leases/" + issued.path("lease_id").asText();
  }

  private HttpResponse<String> post(String path, String authorization, String body) {
    return vault.send("POST", path, authorization, body);
  }

  private HttpResponse<String> get(String path, String authorization) {
    return vault.send("GET", path, authorization, "");
  }

  private HttpResponse<String> delete(String path, String authorization) {
    return vault.send("DELETE", path, authorization, "");
  }
}
