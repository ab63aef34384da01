package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a team does with a vault that keeps its records. */
class ManagementTest {

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private TestVault vault;

  private String secret = "";

  @BeforeEach
  void start() {
    emulator.devOps().organization("acme", "contoso.example").project("web").repository("site");
    emulator.devOps().organization("other", "contoso.example");
    vault = TestVault.kept(emulator, folder, TokenRuntime.system());
  }

  @AfterEach
  void stop() {
    vault.close();
    emulator.close();
  }

  @Test
  void credential_madeByApi_worksThroughTheProxyAndAfterARestart() {
    makeCredential();
    makeCaller();
    assertThat(proxied(ci()).statusCode()).isEqualTo(404);
    policy("[\"proxy\"]");
    assertThat(proxied(ci()).statusCode()).isEqualTo(200);
    restart();
    assertThat(proxied(ci()).statusCode()).isEqualTo(200);
  }

  @Test
  void credential_shown_hasNoSecret() {
    JsonNode made = makeCredential();
    assertThat(made.path("status").asText()).isEqualTo("authorized");
    assertThat(made.path("secrets").get(0).asText()).isEqualTo("token");
    JsonNode shown = json(200, admin("GET", "/v1/credentials/ado", ""));
    assertThat(shown).isEqualTo(made);
    assertThat(json(200, admin("GET", "/v1/credentials", "")).path("credentials").get(0))
        .isEqualTo(made);
  }

  @Test
  void put_sameAgain_changesNothing() {
    makeCredential();
    String body = "{\"kind\":\"azure-devops-pat\",\"fields\":{\"organization\":\"%s\"}}";
    HttpResponse<String> first =
        admin("PUT", "/v1/credentials/ado", body.formatted(organization("acme")));
    HttpResponse<String> second =
        admin("PUT", "/v1/credentials/ado", body.formatted(organization("acme")));
    assertThat(json(200, second)).isEqualTo(json(200, first));
    assertThat(second.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
  }

  @Test
  void ifMatch_olderTag_isRefused() {
    makeCredential();
    String tag = admin("GET", "/v1/credentials/ado", "").headers().firstValue("ETag").orElseThrow();
    assertThat(patch("{\"description\":\"first\"}", tag).statusCode()).isEqualTo(200);
    JsonNode problem = json(412, patch("{\"description\":\"second\"}", tag));
    assertThat(problem.path("type").asText()).endsWith("precondition-failed");
    assertThat(json(200, admin("GET", "/v1/credentials/ado", "")).path("description").asText())
        .isEqualTo("first");
  }

  @Test
  void destinationChange_withoutSecrets_isRefusedAndWithThemTaken() {
    makeCredential();
    String there = "{\"fields\":{\"organization\":\"" + organization("other") + "\"}";
    JsonNode problem = json(409, admin("PATCH", "/v1/credentials/ado", there + "}"));
    assertThat(problem.path("type").asText()).endsWith("destination-change-needs-secret");
    String token = emulator.devOps().issuePat("other", "vso.code");
    JsonNode changed =
        json(
            200,
            admin(
                "PATCH",
                "/v1/credentials/ado",
                there + ",\"secrets\":{\"token\":\"" + token + "\"}}"));
    assertThat(changed.path("organizations").get(0).asText()).isEqualTo("other");
  }

  @Test
  void secret_replaced_isServedAtOnce() {
    makeCredential();
    makeCaller();
    policy("[\"proxy\"]");
    assertThat(proxied(ci()).statusCode()).isEqualTo(200);
    String wrong = "{\"secrets\":{\"token\":\"" + "x".repeat(52) + "\"}}";
    assertThat(admin("PATCH", "/v1/credentials/ado", wrong).statusCode()).isEqualTo(200);
    assertThat(proxied(ci()).statusCode()).isEqualTo(502);
  }

  @Test
  void rotation_ofTheSameIdentity_switchesOnceProven() {
    FakeClock clock = new FakeClock();
    vault.close();
    vault = TestVault.kept(emulator, folder, at(clock));
    makeCredential();
    makeCaller();
    policy("[\"proxy\"]");
    JsonNode begun = json(202, rotate(emulator.devOps().issuePat("acme", "vso.code")));
    assertThat(begun.path("stage").asText()).isEqualTo("proving");
    assertThat(version()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(5));
    assertThat(rotation()).isEqualTo("rotated");
    assertThat(version()).isEqualTo(2);
    assertThat(records("credential.rotate")).last().asString().contains("\"version\":2");
    assertThat(proxied(ci()).statusCode()).isEqualTo(200);
  }

  @Test
  void rotation_afterARestart_goesOnWhereItWas() {
    FakeClock clock = new FakeClock();
    vault.close();
    vault = TestVault.kept(emulator, folder, at(clock));
    makeCredential();
    json(202, rotate(emulator.devOps().issuePat("acme", "vso.code")));
    vault.close();
    vault = TestVault.kept(emulator, folder, at(clock));
    clock.advance(Duration.ofSeconds(5));
    assertThat(rotation()).isEqualTo("rotated");
    assertThat(version()).isEqualTo(2);
  }

  private static TokenRuntime at(FakeClock clock) {
    TokenRuntime system = TokenRuntime.system();
    return new TokenRuntime(
        clock, system.ticker(), system.random(), system.http(), Runnable::run, clock);
  }

  @Test
  void rotation_whileFrozen_sendsNothing() {
    makeCredential();
    assertThat(admin("POST", "/v1/credentials/ado/freeze", "").statusCode()).isEqualTo(200);
    String token = emulator.devOps().issuePat("acme", "vso.code");
    assertThat(json(403, rotate(token)).path("type").asText()).endsWith("frozen");
  }

  private List<JsonNode> records(String action) {
    try (Stream<String> lines = Files.lines(folder.resolve("state/audit.jsonl"))) {
      return lines
          .map(TestVault::json)
          .filter(each -> each.path("action").asText().equals(action))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String rotation() {
    JsonNode progress = json(200, admin("GET", "/v1/credentials/ado/rotate", ""));
    assertThat(progress.path("problem").asText()).isEmpty();
    return progress.path("stage").asText();
  }

  private int version() {
    return json(200, admin("GET", "/v1/credentials/ado", "")).path("version").asInt();
  }

  @Test
  void rotation_secretThatIsNotTaken_keepsTheOldOne() {
    makeCredential();
    makeCaller();
    policy("[\"proxy\"]");
    json(202, rotate("x".repeat(52)));
    assertThat(version()).isEqualTo(1);
    assertThat(proxied(ci()).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> rotate(String token) {
    return admin(
        "POST", "/v1/credentials/ado/rotate", "{\"secrets\":{\"token\":\"" + token + "\"}}");
  }

  @Test
  void frozenCredential_givesNothingUntilUnfrozen() {
    makeCredential();
    makeCaller();
    policy("[\"proxy\",\"virtual-pat\"]");
    assertThat(admin("POST", "/v1/credentials/ado/freeze", "").statusCode()).isEqualTo(200);
    assertThat(proxied(ci()).statusCode()).isEqualTo(403);
    restart();
    assertThat(json(200, admin("GET", "/v1/credentials/ado", "")).path("status").asText())
        .isEqualTo("frozen");
    assertThat(admin("POST", "/v1/credentials/ado/unfreeze", "").statusCode()).isEqualTo(200);
    assertThat(proxied(ci()).statusCode()).isEqualTo(200);
  }

  @Test
  void newRecordUnderAnOldName_inheritsNothing() {
    makeCredential();
    makeCaller();
    policy("[\"proxy\"]");
    assertThat(proxied(ci()).statusCode()).isEqualTo(200);
    assertThat(admin("DELETE", "/v1/credentials/ado", "").statusCode()).isEqualTo(200);
    assertThat(proxied(ci()).statusCode()).isEqualTo(404);
    makeCredential();
    assertThat(proxied(ci()).statusCode()).isEqualTo(404);
  }

  @Test
  void leases_outliveARestart_andDieWithTheirCaller() {
    makeCredential();
    makeCaller();
    policy("[\"virtual-pat\"]");
    String pat =
        json(201, vault.send("POST", "/v1/credentials/ado/virtual-pats", ci(), "{}"))
            .path("token")
            .asText();
    restart();
    assertThat(proxied("Bearer " + pat).statusCode()).isEqualTo(200);
    assertThat(admin("DELETE", "/v1/callers/ci", "").statusCode()).isEqualTo(200);
    assertThat(proxied("Bearer " + pat).statusCode()).isEqualTo(401);
    restart();
    assertThat(proxied("Bearer " + pat).statusCode()).isEqualTo(401);
  }

  @Test
  void list_ofACallerThatKnowsSome_pagesThroughThoseAlone() {
    for (String name : List.of("d", "a", "c", "b")) {
      makeCredential(name);
    }
    makeCaller();
    String body =
        "{\"callers\":[\"ci\"],\"credentials\":[\"%s\",\"%s\"],\"permissions\":[\"proxy\"]}";
    json(201, admin("PUT", "/v1/policies/one", body.formatted("d", "a")));
    json(201, admin("PUT", "/v1/policies/two", body.formatted("a", "b")));
    assertThat(listed("/v1/credentials?limit=2")).containsExactly("a", "b", "next: b");
    assertThat(listed("/v1/credentials?limit=2&after=b")).containsExactly("d");
    assertThat(listed("/v1/credentials?limit=3")).containsExactly("a", "b", "d");
  }

  private List<String> listed(String path) {
    JsonNode page = json(200, vault.send("GET", path, ci(), ""));
    List<String> found = new ArrayList<>();
    page.path("credentials").forEach(each -> found.add(each.path("name").asText()));
    if (page.has("next")) {
      found.add("next: " + page.path("next").asText());
    }
    return found;
  }

  private void restart() {
    vault.close();
    vault = TestVault.kept(emulator, folder, TokenRuntime.system());
  }

  private JsonNode makeCredential() {
    return makeCredential("ado");
  }

  private JsonNode makeCredential(String name) {
    String body =
        """
        {"name":"%s","kind":"azure-devops-pat","fields":{"organization":"%s"},
         "secrets":{"token":"%s"}}
        """
            .formatted(name, organization("acme"), emulator.devOps().issuePat("acme", "vso.code"));
    return json(201, admin("POST", "/v1/credentials", body));
  }

  private String organization(String name) {
    return emulator.organizationUrl(name).toString();
  }

  private void makeCaller() {
    json(201, admin("POST", "/v1/callers", "{\"name\":\"ci\"}"));
    secret = json(201, admin("POST", "/v1/callers/ci/secrets", "")).path("client_secret").asText();
  }

  private String ci() {
    return basic("ci", secret);
  }

  private void policy(String permissions) {
    String body = "{\"callers\":[\"ci\"],\"credentials\":[\"ado\"],\"permissions\":%s}";
    json(201, admin("PUT", "/v1/policies/ci-works", body.formatted(permissions)));
  }

  private HttpResponse<String> proxied(String who) {
    return vault.send(
        vault.request("/proxy/ado/acme/_apis/connectionData").header("Authorization", who));
  }

  private HttpResponse<String> patch(String body, String tag) {
    return vault.send(
        vault
            .request("/v1/credentials/ado")
            .method("PATCH", BodyPublishers.ofString(body))
            .header("If-Match", tag)
            .header("Authorization", basic("admin")));
  }

  private HttpResponse<String> admin(String method, String path, String body) {
    return vault.send(method, path, basic("admin"), body);
  }
}
