package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.FakeClock;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.entra.EntraApp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new client secret takes a while until every server of Entra ID knows it. */
class SecretSpreadTest {

  private static final String TENANT = "contoso.example";
  private static final String CREDENTIAL = "/v1/credentials/entra";

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private final FakeClock clock = new FakeClock();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Team team;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private EntraApp app;

  @BeforeEach
  void start() {
    team = Team.of(emulator, folder, clock);
    app = emulator.entra().app(TENANT);
    emulator.devOps().organization("acme", TENANT).addServicePrincipal(app);
    // Short, so that a grant is made in every minute.
    emulator.entra().tokenLife(Duration.ofMinutes(2));
  }

  @AfterEach
  void stop() {
    team.close();
    emulator.close();
  }

  private void make(boolean withOrganization) {
    Map<String, String> fields =
        new TreeMap<>(Map.of("tenant", emulator.authority(TENANT), "clientId", app.clientId()));
    if (withOrganization) {
      fields.put("organization", emulator.organizationUrl("acme").toString());
    }
    Map<String, ?> body =
        Map.of(
            "name",
            "entra",
            "kind",
            "entra-client-secret",
            "fields",
            fields,
            "secrets",
            Map.of("clientSecret", app.clientSecret()),
            "expires_at",
            clock.instant().plus(Duration.ofDays(7)).toString());
    assertThat(json(201, team.admin("POST", "/v1/credentials", body)).path("status").asText())
        .isEqualTo("expiring");
  }

  private JsonNode rotate(String secret, Instant end) {
    Map<String, ?> body =
        Map.of("secrets", Map.of("clientSecret", secret), "expires_at", end.toString());
    return json(202, team.admin("POST", CREDENTIAL + "/rotate", body));
  }

  private JsonNode rotation() {
    return json(200, team.admin("GET", CREDENTIAL + "/rotate", ""));
  }

  private JsonNode shown() {
    return json(200, team.admin("GET", CREDENTIAL, ""));
  }

  private void oneMinuteOfUse() {
    clock.advance(Duration.ofMinutes(1));
    json(200, team.admin("POST", CREDENTIAL + "/token", "{}"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rotation_toASecretThatSpreadsForTenMinutes_failsNoRequest(boolean withOrganization) {
    make(withOrganization);
    String fresh = "fresh-" + app.clientSecret();
    Instant end = clock.instant().plus(Duration.ofDays(180));
    app.addSecret(fresh, clock.instant().plus(Duration.ofMinutes(10)), end);
    assertThat(rotate(fresh, end).path("stage").asText()).isEqualTo("proving");

    for (int minute = 1; minute <= 11; minute++) {
      oneMinuteOfUse();
      assertThat(shown().path("version").asInt()).as("minute " + minute).isEqualTo(1);
    }
    oneMinuteOfUse();
    oneMinuteOfUse();
    assertThat(rotation().path("stage").asText()).isEqualTo("rotated");

    app.expireSecret();
    for (int minute = 0; minute < 5; minute++) {
      oneMinuteOfUse();
    }
    assertThat(shown().path("status").asText()).isEqualTo("authorized");
    assertThat(shown().path("expires_at").asText()).isEqualTo(end.toString());
  }

  @Test
  void rotation_toASecretThatIsNeverTaken_keepsTheOldOneAndSaysWhy() {
    make(true);
    rotate("never-" + app.clientSecret(), clock.instant());
    for (int minute = 0; minute < 32; minute++) {
      oneMinuteOfUse();
    }
    assertThat(rotation().path("stage").asText()).isEqualTo("kept");
    assertThat(rotation().path("problem").asText()).contains("client secret");
    assertThat(shown().path("version").asInt()).isEqualTo(1);
    assertThat(List.of(shown().path("status").asText())).containsExactly("expiring");
  }

  @Test
  void rotation_toSeveralSecretsOfWhichOneSuffices_isRefused() {
    make(true);
    String own = app.clientSecret();
    for (Map<String, String> secrets :
        List.of(
            Map.of("clientSecret", "never-" + own, "nextClientSecret", own),
            Map.of("clientSecret", own, "nextClientSecret", "mistyped-" + own))) {
      JsonNode problem =
          json(400, team.admin("POST", CREDENTIAL + "/rotate", Map.of("secrets", secrets)));
      assertThat(problem.path("field").asText()).isEqualTo("secrets.nextClientSecret");
      assertThat(problem.path("nextStep").asText()).contains("Rotate without it");
    }
    assertThat(rotation().path("stage").asText()).isEqualTo("none");
  }

  @Test
  void secrets_overlapping_serveUntilTheSecondIsProvenByItself() {
    make(true);
    String fresh = "fresh-" + app.clientSecret();
    Map<String, ?> beside = Map.of("secrets", Map.of("nextClientSecret", fresh));
    json(200, team.admin("PATCH", CREDENTIAL, beside));
    json(200, team.admin("POST", CREDENTIAL + "/token", "{}"));

    rotate(fresh, clock.instant().plus(Duration.ofDays(180)));
    oneMinuteOfUse();
    assertThat(rotation().path("stage").asText()).as("not taken yet").isEqualTo("proving");
    app.addSecret(fresh, clock.instant(), clock.instant().plus(Duration.ofDays(180)));
    app.expireSecret();
    oneMinuteOfUse();
    oneMinuteOfUse();
    oneMinuteOfUse();
    assertThat(rotation().path("stage").asText()).isEqualTo("rotated");
    assertThat(shown().path("secrets"))
        .extracting(JsonNode::asText)
        .containsExactly("clientSecret");
  }
}
