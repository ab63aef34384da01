package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody consents, and the provider gives nothing to renew that by. */
class UnrenewableConsentTest {

  private static final Duration LIFE = Duration.ofHours(1);
  private static final String WARNING = "gave no refresh token, so this ends at ";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Delegated it;

  @BeforeEach
  void start() {
    it = new Delegated(folder);
    it.emulator.entra().tokenLife(LIFE);
  }

  @AfterEach
  void stop() {
    it.close();
  }

  private String consentTo(String scopes) {
    String scope = "openid 499b84ac-1321-427f-aa17-267ca6975798/vso.code" + scopes;
    json(
        200,
        it.team.admin("PATCH", "/v1/credentials/boards", Map.of("fields", Map.of("scope", scope))));
    return it.authorize(Delegated.ADA).body();
  }

  @Test
  void consent_thatCannotBeRenewed_isWarnedOfOnThePageAndInTheStatus() {
    String ends = it.clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS).toString();
    assertThat(consentTo("")).contains("Authorized", WARNING + ends, "offline_access");
    JsonNode shown = it.authorization();
    assertThat(shown.path("status").asText()).isEqualTo("authorized");
    assertThat(shown.path("warnings").toString()).contains(WARNING + ends);
  }

  @Test
  void consent_thatCanBeRenewed_hasNoSuchWarning() {
    assertThat(consentTo(" offline_access")).contains("Authorized").doesNotContain(WARNING);
    assertThat(it.authorization().path("warnings").toString()).doesNotContain(WARNING);
  }

  @Test
  void status_onceItsTokenHasExpired_isNotAuthorized() {
    consentTo("");
    it.clock.advance(LIFE);
    JsonNode shown = it.authorization();
    assertThat(shown.path("status").asText()).isEqualTo("not-authorized");
    assertThat(shown.path("reason").asText()).isEqualTo("no-refresh-token");
    assertThat(shown.path("next_step").asText()).contains("offline_access", "/authorize");
  }
}
