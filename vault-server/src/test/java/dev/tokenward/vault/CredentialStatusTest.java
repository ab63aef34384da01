package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.FakeClock;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.http.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a credential stands, as its list tells. */
class CredentialStatusTest {

  private static final String SECRET = "secret-of-the-app-in-entra";

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private final FakeClock clock = new FakeClock();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Team team;

  private String pat = "";

  @BeforeEach
  void start() {
    team = Team.of(emulator, folder, clock);
    pat = team.pat("ado");
    team.pat("unused");
    team.app("entra", SECRET);
    team.caller("ci");
    team.policy("ci", "ci", "ado", List.of("proxy"));
    team.policy("ci-tokens", "ci", "entra", List.of("token"));
  }

  @AfterEach
  void stop() {
    team.close();
    emulator.close();
  }

  @Test
  void lastUse_ofWhatWasUsed_isShownAndOutlivesARestart() {
    assertThat(lastUse("ado")).isEmpty();
    clock.advance(Duration.ofSeconds(30));
    assertThat(use()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(90));
    assertThat(token("[]")).isEqualTo(200);

    for (int run = 0; run < 2; run++) {
      assertThat(lastUse("ado")).isEqualTo(at(30));
      assertThat(lastUse("entra")).isEqualTo(at(120));
      assertThat(lastUse("unused")).isEmpty();
      team.restart();
    }
  }

  @Test
  void lastUse_ofWhatIsRefused_doesNotMove() {
    team.policy("tests", "ci", "unused", List.of("virtual-pat"));
    assertThat(team.proxied("unused", team.authorization("ci")).statusCode()).isEqualTo(403);
    assertThat(lastUse("unused")).isEmpty();
  }

  @Test
  void lastUse_ofARemovedCredential_isNotThatOfAnotherUnderItsName() {
    assertThat(use()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(2));
    assertThat(team.admin("DELETE", "/v1/credentials/ado", "").statusCode()).isEqualTo(200);
    team.pat("ado");
    assertThat(lastUse("ado")).isEmpty();
  }

  @Test
  void status_upstreamRefusesTheSecret_isFailingUntilAnotherIsThere() {
    emulator.devOps().revokePat(pat);
    assertThat(use()).isEqualTo(502);
    clock.advance(Duration.ofMinutes(5));
    assertThat(use()).isEqualTo(502);

    JsonNode failing = credential("ado");
    assertThat(failing.path("status").asText()).isEqualTo("failing");
    assertThat(failing.at("/status_detail/reason").asText()).contains("upstream refused");
    assertThat(failing.at("/status_detail/since").asText()).isEqualTo(at(0));
    assertThat(failing.at("/status_detail/next_step").asText())
        .contains("/v1/credentials/ado/test");
    JsonNode report = json(200, team.admin("POST", "/v1/credentials/ado/test", ""));
    assertThat(credential("ado").at("/status_detail/reason")).isEqualTo(report.path("detail"));

    String fresh = emulator.devOps().issuePat("acme", "vso.code");
    Map<String, ?> change = Map.of("secrets", Map.of("token", fresh));
    JsonNode changed = json(200, team.admin("PATCH", "/v1/credentials/ado", change));
    assertThat(changed.path("status").asText()).isEqualTo("authorized");
    assertThat(changed.has("status_detail")).isFalse();
    assertThat(changed.toString() + failing + report).doesNotContain(fresh, pat);
  }

  @Test
  void status_refusedOnce_isFailingUntilTheNextUse() {
    emulator.fail(Fault.status(401).times(1));
    assertThat(use()).isEqualTo(502);
    assertThat(credential("ado").path("status").asText()).isEqualTo("failing");
    assertThat(use()).isEqualTo(200);
    assertThat(credential("ado").path("status").asText()).isEqualTo("authorized");
  }

  @Test
  void status_noToken_isFailingUntilThereIsOne() {
    emulator.fail(Fault.status(400).body("{\"error\":\"invalid_client\"}").times(1));
    assertThat(token("[]")).isEqualTo(502);
    JsonNode failing = credential("entra");
    assertThat(failing.path("status").asText()).isEqualTo("failing");
    assertThat(failing.at("/status_detail/next_step").asText()).isNotEmpty();
    clock.advance(Duration.ofHours(1));
    assertThat(token("[]")).isEqualTo(200);
    assertThat(credential("entra").path("status").asText()).isEqualTo("authorized");
  }

  @Test
  void status_onlyARequestIsWrong_staysAuthorized() {
    assertThat(token("[\"https://nothing.example/.default\"]")).isGreaterThanOrEqualTo(400);
    assertThat(credential("entra").path("status").asText()).isEqualTo("authorized");
  }

  @Test
  void status_ofWhatNeedsSomeone_saysWhatToDo() {
    Map<String, ?> soon = Map.of("expires_at", at(3600));
    JsonNode expiring = json(200, team.admin("PATCH", "/v1/credentials/ado", soon));
    assertThat(expiring.path("status").asText()).isEqualTo("expiring");
    assertThat(expiring.at("/status_detail/next_step").asText()).contains("/rotate");

    JsonNode frozen = json(200, team.admin("POST", "/v1/credentials/ado/freeze", ""));
    assertThat(frozen.path("status").asText()).isEqualTo("frozen");
    assertThat(frozen.at("/status_detail/next_step").asText()).contains("/unfreeze");
  }

  private int use() {
    return team.proxied("ado", team.authorization("ci")).statusCode();
  }

  private int token(String scopes) {
    return team.as("ci", "POST", "/v1/credentials/entra/token", "{\"scopes\":" + scopes + "}")
        .statusCode();
  }

  private String lastUse(String name) {
    return credential(name).path("last_used_at").asText();
  }

  /** As the list has it, which is as it is shown alone. */
  private JsonNode credential(String name) {
    JsonNode one = json(200, team.admin("GET", "/v1/credentials/" + name, ""));
    assertThat(json(200, team.admin("GET", "/v1/credentials", "")).path("credentials"))
        .contains(one);
    return one;
  }

  private static String at(long seconds) {
    return FakeClock.START.plusSeconds(seconds).toString();
  }
}
