package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.FakeClock;
import dev.tokenward.testkit.entra.EntraError;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person consents in a browser, and programs get what they consented to, until it is ended. */
class ConsentTest {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Delegated it;

  @BeforeEach
  void start() {
    it = new Delegated(folder);
  }

  @AfterEach
  void stop() {
    it.close();
  }

  @Test
  void page_saysWhoAsksForWhat_andRunsNothing() {
    HttpResponse<String> page = new Person().open(it.link());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("admin", "boards", "Boards &lt;of&gt; the team", "Microsoft Entra ID")
        .contains(Delegated.ADA, "offline_access", it.redirect(), "Continue to", "rest on")
        .contains("high privilege")
        .doesNotContain("<script", "<of>");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.headers().firstValue("Set-Cookie").orElse(""))
        .contains("HttpOnly", "SameSite=Lax", "Max-Age=600")
        .doesNotContain("Secure");
  }

  @Test
  void wholeWalk_ofTheExpectedAccount_givesTokensAsThatUser() {
    JsonNode refused = json(502, it.token());
    assertThat(refused.path("detail").asText()).contains("boards is not authorized");
    assertThat(refused.path("nextStep").asText()).endsWith("POST /v1/credentials/boards/authorize");
    JsonNode before = it.authorization();
    assertThat(before.path("status").asText()).isEqualTo("not-authorized");
    assertThat(before.path("redirect_uri").asText()).isEqualTo(it.redirect());
    assertThat(before.path("next_step").asText()).contains("/v1/credentials/boards/authorize");

    HttpResponse<String> end = it.authorize(Delegated.ADA);

    assertThat(end.statusCode()).isEqualTo(200);
    assertThat(end.body()).contains("Authorized", Delegated.ADA);
    assertThat(json(200, it.token()).path("access_token").asText()).startsWith("ey");
    assertThat(json(200, it.proxied()).at("/authenticatedUser/id").asText())
        .isEqualTo(it.ada.objectId());
    JsonNode after = it.authorization();
    assertThat(after.path("status").asText()).isEqualTo("authorized");
    assertThat(after.path("account").asText()).isEqualTo(Delegated.ADA);
    assertThat(after.path("warnings").toString()).contains("rests on the account");
    assertThat(it.ask(200, "GET", "boards/authorize").path("stage").asText()).isEqualTo("done");
    assertThat(it.audit("credential.authorize")).containsExactly("granted");
    assertThat(it.audit("consent.open")).containsExactly("granted");
    assertThat(it.audit("consent.continue")).containsExactly("granted");
    assertThat(it.audit("consent.callback")).containsExactly("granted");
    assertThat(it.audit("consent.answer")).containsExactly("granted expected account");
  }

  @Test
  void grant_afterARestart_stillGivesTokens() {
    it.authorize(Delegated.ADA);
    it.team.restart();
    assertThat(json(200, it.token()).path("access_token").asText()).startsWith("ey");
  }

  @Test
  void addressBar_afterTheWalk_holdsNeitherCodeNorState() {
    Person person = new Person();
    URI callback = it.approved(person, Delegated.ADA);
    assertThat(callback.getQuery()).contains("code=", "state=");
    person.open(callback);
    assertThat(person.history()).allSatisfy(each -> assertThat(each.getQuery()).isNull());
    assertThat(person.history()).hasSize(2);
  }

  @Test
  void anotherAccount_isUsedOnceTheAskerConfirms() {
    HttpResponse<String> end = it.authorize(Delegated.BEN);
    assertThat(end.body())
        .contains(Delegated.BEN, "Expected was the account", "confirm", "Waiting for confirmation");
    assertThat(it.token().statusCode()).isEqualTo(502);
    JsonNode waiting = it.ask(200, "GET", "boards/authorize");
    assertThat(waiting.path("stage").asText()).isEqualTo("to-confirm");
    assertThat(waiting.path("account").asText()).isEqualTo(Delegated.BEN);
    it.team.caller("other");
    it.team.policy("other", "other", "boards", List.of("credential.write"));
    String confirm = "/v1/credentials/boards/authorize/confirm";
    assertThat(json(409, it.team.as("other", "POST", confirm, "")).path("nextStep").asText())
        .contains("admin");
    assertThat(it.token().statusCode()).isEqualTo(502);

    assertThat(json(200, it.team.admin("POST", confirm, "")).path("stage").asText())
        .isEqualTo("done");
    assertThat(it.token().statusCode()).isEqualTo(200);
    assertThat(it.team.admin("POST", confirm, "").statusCode()).isEqualTo(409);
    assertThat(it.authorization().path("warnings").toString())
        .contains("Expected is the account " + Delegated.ADA);
    assertThat(it.audit("credential.authorize.confirm"))
        .containsExactly("denied conflict", "granted", "granted", "denied conflict");
  }

  @Test
  void account_thatNobodyNamed_hasToBeConfirmed() {
    it.make("free", Map.of());
    URI link = URI.create(it.ask(200, "POST", "free/authorize").path("authorization_url").asText());
    Person person = new Person();
    person.open(it.emulator.browser().approve(person.proceed(person.open(link)), Delegated.ADA));
    assertThat(it.ask(200, "GET", "free/authorize").path("stage").asText()).isEqualTo("to-confirm");
    assertThat(it.ask(200, "GET", "free").path("status").asText()).isEqualTo("not-authorized");
  }

  @Test
  void consent_thatIsDenied_isExplained() {
    Person person = new Person();
    URI back = it.emulator.browser().deny(person.proceed(person.open(it.link())), Delegated.ADA);
    HttpResponse<String> end = person.open(back);
    assertThat(end.statusCode()).isEqualTo(403);
    assertThat(end.body())
        .contains("declined", "Begin again and approve")
        .doesNotContain("administrator", "/adminconsent");
    JsonNode refused = it.ask(200, "GET", "boards/authorize");
    assertThat(refused.path("stage").asText()).isEqualTo("refused");
    assertThat(refused.path("reason").asText()).contains("declined");
    assertThat(refused.has("admin_consent_url")).isFalse();
    assertThat(it.audit("consent.answer")).containsExactly("failed needs-consent");
  }

  @Test
  void consent_whereAnotherIsInUse_saysWhatBecomesOfThat() {
    it.authorize(Delegated.ADA);
    Person person = new Person();
    HttpResponse<String> page = person.open(it.link());
    assertThat(page.body()).contains("This replaces what " + Delegated.ADA + " authorized before");
    HttpResponse<String> end =
        person.open(it.emulator.browser().deny(person.proceed(page), Delegated.ADA));
    String untouched = "What " + Delegated.ADA + " authorized before is not touched.";
    assertThat(end.body()).contains(untouched);
    assertThat(it.ask(200, "GET", "boards/authorize").path("earlier").asText())
        .isEqualTo(untouched);
    assertThat(it.token().statusCode()).isEqualTo(200);
  }

  @Test
  void adminConsent_thatIsNeeded_isExplainedWithItsLink() {
    it.app.requireAdminConsent();
    Person person = new Person();
    URI back = it.emulator.browser().approve(person.proceed(person.open(it.link())), Delegated.ADA);
    HttpResponse<String> end = person.open(back);
    assertThat(end.body()).contains("administrator", "/adminconsent?client_id=");
    URI admin =
        URI.create(it.ask(200, "GET", "boards/authorize").path("admin_consent_url").asText());
    HttpResponse<String> after =
        new Person().open(it.emulator.browser().approve(admin, Delegated.BEN));
    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(after.body()).contains("Consented for the organization", "new link");
    assertThat(it.authorize(Delegated.ADA).statusCode()).isEqualTo(200);
  }

  @Test
  void conditionalAccess_isExplained() {
    Person person = new Person();
    URI page = person.proceed(person.open(it.link()));
    it.ada.refuseWith(EntraError.of(53003));
    assertThat(person.open(it.emulator.browser().approve(page, Delegated.ADA)).body())
        .contains("Conditional Access", "AADSTS53003")
        .doesNotContain("/adminconsent");
  }

  @Test
  void deauthorize_nextCallIsRefused_andTellsWhatRemains() {
    it.authorize(Delegated.ADA);
    assertThat(it.token().statusCode()).isEqualTo(200);
    assertThat(it.proxied().statusCode()).isEqualTo(200);
    JsonNode ended = it.ask(200, "POST", "boards/deauthorize");
    assertThat(ended.path("remains").asText()).contains(it.app.clientId());
    assertThat(it.token().statusCode()).isEqualTo(502);
    assertThat(it.proxied().statusCode()).isEqualTo(502);
    assertThat(it.authorization().path("reason").asText()).isEqualTo("deauthorized");
    assertThat(it.audit("credential.deauthorize")).containsExactly("granted");
  }

  @Test
  void newCredential_underAnOldName_inheritsNothing() {
    it.authorize(Delegated.ADA);
    assertThat(it.ask(200, "DELETE", "boards").path("remains").asText())
        .contains(it.app.clientId());
    it.make("boards", Map.of("account", Delegated.ADA));
    assertThat(it.authorization().path("status").asText()).isEqualTo("not-authorized");
    it.team.policy("again", "ci", "boards", List.of("token"));
    assertThat(it.token().statusCode()).isEqualTo(502);
  }

  @Test
  void consent_thatWasUnderWayForADeletedCredential_isGone() {
    Person person = new Person();
    URI callback = it.approved(person, Delegated.ADA);
    it.ask(200, "DELETE", "boards");
    assertThat(person.open(callback).statusCode()).isEqualTo(400);
  }

  @Test
  void kind_thatNeedsNobodysConsent_isRefusedWithANextStep() {
    it.team.pat("ado");
    assertThat(it.ask(409, "POST", "ado/authorize").path("nextStep").asText()).contains("/test");
    assertThat(it.ask(409, "POST", "ado/deauthorize").path("nextStep").asText()).contains("/test");
    assertThat(it.ask(200, "GET", "ado").has("authorization")).isFalse();
    assertThat(it.ask(409, "GET", "boards/authorize").path("nextStep").asText())
        .contains("authorize");
  }

  @Test
  void frozen_isAuthorizedByNobody_andCanBeDeauthorized() {
    Person person = new Person();
    URI callback = it.approved(person, Delegated.ADA);
    it.ask(200, "POST", "boards/freeze");
    assertThat(it.ask(403, "POST", "boards/authorize").path("type").asText()).endsWith("frozen");
    HttpResponse<String> refused = person.open(callback);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("frozen");
    assertThat(it.audit("consent.callback")).containsExactly("denied frozen");
    assertThat(it.emulator.requests("POST", "/oauth2/v2.0/token")).isZero();
    it.ask(200, "POST", "boards/deauthorize");
  }

  @Test
  void changedMeanwhile_isNotAuthorized() {
    Person person = new Person();
    URI callback = it.approved(person, Delegated.ADA);
    Map<String, Object> change = Map.of("fields", Map.of("account", Delegated.BEN));
    json(200, it.team.admin("PATCH", "/v1/credentials/boards", change));
    assertThat(person.open(callback).statusCode()).isEqualTo(403);
    assertThat(it.authorization().path("status").asText()).isEqualTo("not-authorized");
  }

  @Test
  void rotation_ofItsSecret_isRefusedWithWhatToDo() {
    Map<String, Object> body = Map.of("secrets", Map.of("clientSecret", "x".repeat(30)));
    JsonNode refused = json(409, it.team.admin("POST", "/v1/credentials/boards/rotate", body));
    assertThat(refused.path("nextStep").asText()).contains("PATCH");
  }

  @Test
  void grant_inTheLastThirdOfItsTime_isUsedOnceADay() {
    it.authorize(Delegated.ADA);
    int before = it.emulator.requests("POST", "/oauth2/v2.0/token");
    dayBefore(59);
    assertThat(it.emulator.requests("POST", "/oauth2/v2.0/token")).isEqualTo(before);
    dayBefore(61);
    assertThat(it.emulator.requests("POST", "/oauth2/v2.0/token")).isEqualTo(before + 1);
    dayBefore(62);
    assertThat(it.emulator.requests("POST", "/oauth2/v2.0/token")).isEqualTo(before + 1);
    it.clock.set(FakeClock.START.plus(Duration.ofDays(120)));
    assertThat(it.token().statusCode()).isEqualTo(200);
  }

  /** Lets the day pass that ends so many days after the start. */
  private void dayBefore(int days) {
    it.clock.set(FakeClock.START.plus(Duration.ofDays(days - 1)));
    it.clock.advance(Duration.ofDays(1));
  }
}
