package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.testkit.Emulator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S9: names are labels, and what was issued of a record never belongs to another one. */
class OldNamesTest {

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private Team team;

  @BeforeEach
  void start() {
    team = Team.of(emulator, folder);
    team.pat("ado");
    team.caller("ci");
    team.policy("ci", "ci", "ado", List.of("virtual-pat"));
  }

  @AfterEach
  void stop() {
    team.close();
    emulator.close();
  }

  @Test
  void virtualPat_ofARenamedCredential_isNoneOfItsSuccessor() {
    String pat = makePat().path("token").asText();
    json(200, team.admin("PATCH", "/v1/credentials/ado", Map.of("name", "former")));
    team.pat("ado");
    team.policy("ci-too", "ci", "ado", List.of("virtual-pat"));
    assertThat(team.proxied("ado", "Bearer " + pat).statusCode()).isEqualTo(404);
    assertThat(team.proxied("former", "Bearer " + pat).statusCode()).isEqualTo(200);
  }

  @Test
  void lease_ofARenamedCredential_isRenewedByTheRightsOnItAlone() {
    String lease = "/v1/leases/" + makePat().path("lease_id").asText() + "/renew";
    json(200, team.admin("PATCH", "/v1/credentials/ado", Map.of("name", "former")));
    json(200, team.as("ci", "POST", lease, ""));
    team.pat("ado");
    team.policy("ci-too", "ci", "ado", List.of("virtual-pat"));
    json(200, team.admin("DELETE", "/v1/policies/ci", ""));
    assertThat(team.as("ci", "POST", lease, "").statusCode()).isEqualTo(404);
  }

  @Test
  void renewal_ofWhatIsNotThere_isOnRecord() {
    int before = team.vault().audit().size();
    json(404, team.as("ci", "POST", "/v1/leases/none/renew", ""));
    List<JsonNode> audit = team.vault().audit();
    assertThat(audit).hasSize(before + 1);
    assertThat(audit.get(before).path("outcome").asText()).isEqualTo("denied");
  }

  @Test
  void policyWriter_whoNamesEveryCredential_knowsNoneOfThem() {
    team.caller("steward");
    json(
        201,
        team.admin(
            "PUT",
            "/v1/policies/steward",
            Map.of("callers", List.of("steward"), "permissions", List.of("policy.write"))));
    json(
        201,
        team.as(
            "steward",
            "PUT",
            "/v1/policies/more",
            Map.of(
                "callers",
                List.of("steward"),
                "credentials",
                List.of("*"),
                "permissions",
                List.of("policy.write"))));
    json(404, team.as("steward", "GET", "/v1/credentials/ado", ""));
    assertThat(json(200, team.as("steward", "GET", "/v1/credentials", "")).path("credentials"))
        .isEmpty();
  }

  @Test
  void frozenCredential_isNotTestedEither() {
    json(200, team.admin("POST", "/v1/credentials/ado/freeze", ""));
    json(403, team.admin("POST", "/v1/credentials/ado/test", ""));
    assertThat(emulator.requests("GET", "connectionData")).isZero();
  }

  private JsonNode makePat() {
    return json(201, team.as("ci", "POST", "/v1/credentials/ado/virtual-pats", "{}"));
  }
}
