package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.testkit.http.Fault;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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
    Map<String, Object> byName = Map.of("scopes", List.of(CODE));
    HttpResponse<String> refused = it.team.as("ci", "POST", "/v1/credentials/boards/token", byName);
    assertThat(json(400, refused).path("detail").asText()).contains("beyond its own: " + CODE);
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

  @Test
  void kind_switchedAwayAndBack_isNotAuthorizedAnyMore() {
    switchToPat();
    assertThat(it.ask(200, "GET", "boards").has("authorization")).isFalse();
    switchBack();
    assertThat(it.authorization().path("status").asText()).isEqualTo("not-authorized");
    assertThat(json(502, it.token()).path("detail").asText()).contains("boards is not authorized");
    assertThat(ended()).containsExactly("kind changed, not ended upstream");
    it.authorize(Delegated.ADA);
    assertThat(it.token().statusCode()).isEqualTo(200);
  }

  @Test
  void kind_switched_endsTheGrantUpstream() {
    revocable();
    switchToPat();
    assertThat(it.emulator.entra().refreshes().revokedFamilies()).hasSize(1);
    assertThat(ended()).containsExactly("kind changed");
  }

  @Test
  void kind_switchedWhileTheProviderIsAway_isSwitchedAllTheSame() {
    revocable();
    it.emulator.fail(Fault.drop().on("/revoke"));
    switchToPat();
    switchBack();
    assertThat(it.authorization().path("status").asText()).isEqualTo("not-authorized");
  }

  @Test
  void kind_switchThatIsRefused_leavesTheGrant() {
    it.team.pat("taken");
    Map<String, Object> change = new HashMap<>(pat());
    change.put("name", "taken");
    json(409, it.team.admin("PATCH", "/v1/credentials/boards", change));
    assertThat(it.authorization().path("status").asText()).isEqualTo("authorized");
    assertThat(it.token().statusCode()).isEqualTo(200);
  }

  @Test
  void kind_switchedBackOntoAGrantThatWasLeft_endsThat() {
    String key = "grant/" + it.ask(200, "GET", "boards").path("id").asText();
    StoreFileByHand hand = new StoreFileByHand(folder);
    Map<String, Object> grant = hand.row("state", key);
    switchToPat();
    hand.putBack(grant);
    switchBack();
    assertThat(it.authorization().path("reason").asText()).isEqualTo("deauthorized");
    assertThat(it.token().statusCode()).isEqualTo(502);
  }

  @Test
  void kind_switchedToOneThatNobodyAuthorizedYet_saysSo() {
    it.team.pat("other");
    Map<String, Object> change = Map.of("kind", "oauth", "fields", fields(), "secrets", secrets());
    json(200, it.team.admin("PATCH", "/v1/credentials/other", change));
    assertThat(it.ask(200, "GET", "other").at("/authorization/reason").asText())
        .isEqualTo("not-authorized");
  }

  /** What the audit says of grants that ended with their kind. */
  private List<String> ended() {
    String records = "/v1/audit?action=credential.deauthorize&outcome=closed";
    return json(200, it.team.admin("GET", records, "")).findValuesAsText("detail");
  }

  private Map<String, Object> pat() {
    Map<String, Object> body =
        new HashMap<>(
            it.team.patBody("x", "acme", it.emulator.devOps().issuePat("acme", "vso.code")));
    body.remove("name");
    return body;
  }

  private void switchToPat() {
    change(pat());
  }

  private void switchBack() {
    change(Map.of("kind", "oauth", "fields", fields(), "secrets", secrets()));
  }

  private Map<String, String> fields() {
    return Map.of(
        "preset", "entra",
        "tenant", it.emulator.authority(it.app.tenant().domain()),
        "clientId", it.app.clientId(),
        "organization", it.emulator.organizationUrl("acme"),
        "account", Delegated.ADA);
  }

  private Map<String, String> secrets() {
    return Map.of("clientSecret", it.app.clientSecret());
  }

  /** Has somebody authorize it where a grant can be ended. */
  private void revocable() {
    it.ask(200, "POST", "boards/deauthorize");
    String url = it.emulator.authority(it.app.tenant().domain()) + "/oauth2/v2.0/revoke";
    change(Map.of("fields", Map.of("revocationUrl", url), "secrets", secrets()));
    it.authorize(Delegated.ADA);
  }
}
