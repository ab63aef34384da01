package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.testkit.Emulator;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store that cannot be written or read is said to be so, and nothing is claimed that is not. */
class StoreUnavailableTest {

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private Team team;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private StoreFileByHand store;

  @BeforeEach
  void start() {
    team = Team.of(emulator, folder);
    store = new StoreFileByHand(folder);
    team.pat("ado");
    team.app("app", "secret-of-the-app-in-entra");
    team.caller("ci");
    team.policy("ci", "ci", "ado", List.of("proxy", "virtual-pat"));
  }

  @AfterEach
  void stop() {
    team.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH | /v1/credentials/ado | {\"description\":\"x\"}",
        "PATCH | /v1/credentials/ado | {\"secrets\":{\"token\":\"another\"}}",
        "DELETE | /v1/credentials/ado | ''",
        "PUT | /v1/credentials/new | {\"kind\":\"azure-devops-pat\",\"fields\":{\"organization\":\"ORG\"},\"secrets\":{\"token\":\"x\"}}",
        "POST | /v1/callers | {\"name\":\"new\"}",
        "PUT | /v1/callers/ci | {\"description\":\"x\"}",
        "POST | /v1/callers/ci/secrets | ''",
        "DELETE | /v1/callers/ci | ''",
        "PUT | /v1/policies/new | {\"callers\":[\"ci\"],\"permissions\":[\"system\"]}",
        "DELETE | /v1/policies/ci | ''",
        "POST | /v1/credentials/ado/virtual-pats | {}",
        "POST | /v1/credentials/app/token | {}",
        "POST | /v1/freeze | ''",
      })
  void change_whileTheStoreIsFull_is503AndNothingHasChanged(
      String method, String path, String body) {
    List<JsonNode> before = everything();
    store.fill();
    unavailable(team.admin(method, path, body.replace("ORG", emulator.organizationUrl("acme"))));
    JsonNode last = team.vault().audit().get(team.vault().audit().size() - 1);
    assertThat(last.path("outcome").asText()).isEqualTo("failed");
    store.empty();
    assertThat(everything()).isEqualTo(before);
    team.restart();
    assertThat(team.proxied("ado", team.authorization("ci")).statusCode()).isEqualTo(200);
  }

  private List<JsonNode> everything() {
    return List.of(
        json(200, team.admin("GET", "/v1/credentials", "")),
        json(200, team.admin("GET", "/v1/callers", "")),
        json(200, team.admin("GET", "/v1/policies", "")),
        json(200, team.admin("GET", "/v1/leases", "")));
  }

  @Test
  void freeze_whileTheStoreIsFull_actsAllTheSame() {
    store.fill();
    unavailable(team.admin("POST", "/v1/credentials/ado/freeze", ""));
    assertThat(team.proxied("ado", team.authorization("ci")).statusCode()).isEqualTo(403);
  }

  @Test
  void unfreeze_whileTheStoreIsFull_doesNothing() {
    json(200, team.admin("POST", "/v1/credentials/ado/freeze", ""));
    store.fill();
    unavailable(team.admin("POST", "/v1/credentials/ado/unfreeze", ""));
    assertThat(team.proxied("ado", team.authorization("ci")).statusCode()).isEqualTo(403);
    store.empty();
    json(200, team.admin("POST", "/v1/credentials/ado/unfreeze", ""));
    assertThat(team.proxied("ado", team.authorization("ci")).statusCode()).isEqualTo(200);
  }

  @Test
  void tokenEndpoint_whileTheStoreIsFull_saysSoAsOAuthDoes() {
    store.fill();
    for (String target : new String[] {"", "&audience=app"}) {
      JsonNode error = json(503, oauth(target));
      assertThat(error.path("error").asText()).isEqualTo("temporarily_unavailable");
      assertThat(error.has("access_token")).isFalse();
    }
  }

  @Test
  void revocation_whileTheStoreIsFull_isNeverTakenBack() {
    JsonNode pat = json(201, team.as("ci", "POST", "/v1/credentials/ado/virtual-pats", "{}"));
    String proof = "Bearer " + pat.path("token").asText();
    String lease = "/v1/leases/" + pat.path("lease_id").asText();
    store.fill();
    unavailable(team.as("ci", "DELETE", lease, ""));
    assertThat(team.proxied("ado", proof).statusCode()).isEqualTo(401);
    unavailable(team.as("ci", "DELETE", lease, ""));
    store.empty();
    json(404, team.as("ci", "DELETE", lease, ""));
    team.restart();
    assertThat(team.proxied("ado", proof).statusCode()).isEqualTo(401);
  }

  @Test
  void policy_removedWhileAnotherIsDamaged_isNotInForce() {
    team.policy("spoiled", "ci", "app", List.of("token"));
    store.run(
        "create trigger spoil after delete on record when old.noun = 'policy' begin update record"
            + " set body = body || ' ' where noun = 'policy' and name = 'spoiled'; end");
    json(200, team.admin("DELETE", "/v1/policies/ci", ""));
    assertThat(team.proxied("ado", team.authorization("ci")).statusCode()).isEqualTo(503);
    store.run("drop trigger spoil");
    store.run("update record set body = rtrim(body) where noun = 'policy' and name = 'spoiled'");
    assertThat(team.proxied("ado", team.authorization("ci")).statusCode()).isEqualTo(404);
    json(200, team.as("ci", "POST", "/v1/credentials/app/token", ""));
  }

  @Test
  void anything_whileTheStoreCannotBeRead_is503() {
    store.run("alter table record rename to elsewhere");
    unavailable(team.admin("GET", "/v1/credentials", ""));
    unavailable(team.admin("POST", "/v1/credentials/ado/token", ""));
    unavailable(team.proxied("ado", basic("admin")));
    assertThat(json(503, oauth("")).path("error").asText()).isEqualTo("temporarily_unavailable");
    store.run("alter table elsewhere rename to record");
    json(200, team.admin("GET", "/v1/credentials", ""));
  }

  private HttpResponse<String> oauth(String target) {
    return team.vault()
        .send(
            team.vault()
                .request("/oauth2/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", basic("admin"))
                .POST(BodyPublishers.ofString("grant_type=client_credentials" + target)));
  }

  private static void unavailable(HttpResponse<String> answer) {
    JsonNode problem = json(503, answer);
    assertThat(problem.path("type").asText()).isEqualTo("urn:tokenward:problem:store-unavailable");
    assertThat(problem.path("nextStep").asText()).isNotBlank();
  }
}
