package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A credential is changed after somebody consented to it. */
class ChangedAuthorizationTest {

  private static final String CODE = "499b84ac-1321-427f-aa17-267ca6975798/vso.code";
  private static final String WORK = "499b84ac-1321-427f-aa17-267ca6975798/vso.work";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Delegated it;

  @BeforeEach
  void start() {
    it = new Delegated(folder);
    scope(CODE + " " + WORK);
    it.authorize(Delegated.ADA);
  }

  @AfterEach
  void stop() {
    it.close();
  }

  private void scope(String scopes) {
    change(Map.of("fields", Map.of("scope", scopes + " openid offline_access")));
  }

  private void change(Map<String, Object> change) {
    json(200, it.team.admin("PATCH", "/v1/credentials/boards", change));
  }

  private String granted() throws Exception {
    String token = json(200, it.token()).path("access_token").asText();
    return it.emulator.entra().tokens().claims(token).orElseThrow().getStringClaim("scp");
  }

  @Test
  void scopes_thatAreTakenAway_areInNoTokenFromThenOn() throws Exception {
    assertThat(granted()).isEqualTo("vso.code vso.work");
    scope(WORK);
    assertThat(granted()).isEqualTo("vso.work");
    assertThat(it.authorization().path("status").asText()).isEqualTo("authorized");
  }

  @Test
  void scopes_thatAreAdded_areShownAsNotConsentedTo() throws Exception {
    String build = CODE.replace("vso.code", "vso.build");
    scope(CODE + " " + WORK + " " + build);
    assertThat(granted()).isEqualTo("vso.code vso.work");
    JsonNode shown = it.authorization();
    assertThat(shown.path("status").asText()).isEqualTo("authorized");
    assertThat(shown.at("/warnings/0").asText()).contains("added", build, "Authorize it again");

    it.authorize(Delegated.ADA);
    assertThat(granted()).isEqualTo("vso.build vso.code vso.work");
    assertThat(it.authorization().path("warnings").toString()).doesNotContain("added");
  }

  @Test
  void scopes_ofWhichNoneIsLeft_needAnotherConsent() {
    scope(CODE.replace("vso.code", "vso.build"));
    assertThat(json(502, it.token()).path("detail").asText()).contains("other scopes");
    assertThat(it.authorization().path("reason").asText()).isEqualTo("scope-changed");
  }
}
