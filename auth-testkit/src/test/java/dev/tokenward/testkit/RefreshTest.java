package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.EntraError;
import dev.tokenward.testkit.entra.EntraUser;
import dev.tokenward.testkit.grants.Refreshes;
import dev.tokenward.testkit.grants.Reuse;
import dev.tokenward.testkit.http.Fault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EmulatorExtension.class)
class RefreshTest {

  private static final Instant NOW = Instant.parse("2031-02-03T04:05:06Z");

  private final Emulator emulator;
  private EntraApp app;
  private EntraUser ada;
  private SignIn signIn;

  RefreshTest(Emulator emulator) {
    this.emulator = emulator;
  }

  @BeforeEach
  void register() throws Exception {
    emulator.clock(() -> NOW);
    app = emulator.entra().app("contoso").redirectUri(SignIn.REDIRECT);
    ada = emulator.entra().user("contoso", SignIn.ADA);
    signIn = new SignIn(emulator, app).confidential();
  }

  private HttpResponse<String> refresh(String token) throws Exception {
    return signIn.post(signIn.refresh(token));
  }

  private String next(String token) throws Exception {
    HttpResponse<String> answer = refresh(token);
    assertThat(answer.statusCode()).isEqualTo(200);
    return Client.json(answer).path("refresh_token").asText();
  }

  private void assertRefused(String token, int code) throws Exception {
    HttpResponse<String> answer = refresh(token);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"invalid_grant\"", "AADSTS" + code + ":");
  }

  private void at(Duration later) {
    emulator.clock(() -> NOW.plus(later));
  }

  @Test
  void refresh_asEntraHasIt_givesANewTokenAndTheOldOneStaysGood() throws Exception {
    String first = signIn.refreshToken();
    String second = next(first);
    at(Duration.ofDays(80));

    assertThat(second).isNotEqualTo(first);
    assertThat(next(first)).isNotIn(first, second);
    assertThat(next(second)).isNotIn(first, second);
    assertThat(emulator.entra().refreshes().of(first).redeemed()).isEqualTo(2);
  }

  @Test
  void refresh_answer_isTheUsersWithANewIdTokenWithoutNonce() throws Exception {
    JsonNode answer = Client.json(refresh(signIn.refreshToken()));

    assertThat(SignIn.claims(answer, "access_token").getStringClaim("upn")).isEqualTo(SignIn.ADA);
    assertThat(SignIn.claims(answer, "id_token").getClaim("nonce")).isNull();
    assertThat(answer.path("scope").asText()).isEqualTo(SignIn.RESOURCE + "/vso.code openid");
  }

  @Test
  void refresh_grace_isGoodForThatTimeAfterItsFirstUseAndGivesSiblings() throws Exception {
    app.refreshReuse(Reuse.grace(Duration.ofSeconds(30)));
    String first = signIn.refreshToken();
    at(Duration.ofDays(1));
    String second = next(first);
    at(Duration.ofDays(1).plusSeconds(29));
    String sibling = next(first);
    at(Duration.ofDays(1).plusSeconds(30));

    assertRefused(first, 70000);
    assertThat(sibling).isNotEqualTo(second);
    assertThat(next(sibling)).isNotEmpty();
    assertThat(next(second)).isNotEmpty();
    assertThat(emulator.entra().refreshes().revokedFamilies()).isEmpty();
  }

  @Test
  void refresh_singleUse_isRefusedTheSecondTimeAndTheSuccessorStaysGood() throws Exception {
    app.refreshReuse(Reuse.singleUse());
    String first = signIn.refreshToken();
    String second = next(first);

    assertRefused(first, 70000);
    assertThat(next(second)).isNotEmpty();
    assertThat(emulator.entra().refreshes().of(first).presented()).isEqualTo(2);
    assertThat(emulator.entra().refreshes().of(first).redeemed()).isEqualTo(1);
  }

  @Test
  void refresh_singleUseRevokingTheFamily_endsItButNoOther() throws Exception {
    app.refreshReuse(Reuse.singleUse().revokingFamily());
    String other = signIn.refreshToken();
    String first = signIn.refreshToken();
    String second = next(first);

    assertRefused(first, 70000);
    assertRefused(second, 50173);
    assertThat(next(other)).isNotEmpty();
    assertThat(emulator.entra().refreshes().revokedFamilies())
        .containsExactly(emulator.entra().refreshes().of(first).family());
  }

  @Test
  void ledger_tokensOfTwoFamilies_tellsThemApartWithoutTheTokens() throws Exception {
    String first = signIn.refreshToken();
    String second = next(first);
    signIn.refreshToken();
    List<Refreshes> all = emulator.entra().refreshes().all();

    assertThat(all).extracting(Refreshes::presented).containsExactly(1, 0, 0);
    assertThat(all.get(0).family())
        .isEqualTo(all.get(1).family())
        .isNotEqualTo(all.get(2).family());
    assertThat(all.toString()).doesNotContain(first, second);
  }

  @Test
  void ledger_twoRefreshesOfOneTokenAtOnce_areSeen() throws Exception {
    String token = signIn.refreshToken();
    next(token);
    assertThat(emulator.entra().refreshes().mostInFlight()).isEqualTo(1);
    CountDownLatch release = new CountDownLatch(1);
    emulator.entra().refreshes().hold(release);
    CompletableFuture<HttpResponse<String>> one = CompletableFuture.supplyAsync(() -> sent(token));
    CompletableFuture<HttpResponse<String>> other =
        CompletableFuture.supplyAsync(() -> sent(token));
    emulator.entra().refreshes().awaitInFlight(2);
    release.countDown();

    assertThat(one.get().statusCode()).isEqualTo(200);
    assertThat(other.get().statusCode()).isEqualTo(200);
    assertThat(emulator.entra().refreshes().mostInFlight()).isEqualTo(2);
  }

  private HttpResponse<String> sent(String token) {
    try {
      return refresh(token);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refresh_unusedForNinetyDays_is700082AndEachUseBeginsAnew() throws Exception {
    String first = signIn.refreshToken();
    at(Duration.ofDays(89));
    String second = next(first);
    at(Duration.ofDays(178));
    String third = next(second);

    assertRefused(first, 700082);
    at(Duration.ofDays(178 + 90));
    assertRefused(third, 700082);
  }

  @Test
  void refresh_sessionsRevoked_is50173UntilTheUserSignsInAgain() throws Exception {
    String token = signIn.refreshToken();
    ada.revokeSessions();

    assertRefused(token, 50173);
    assertThat(next(signIn.refreshToken())).isNotEmpty();
    assertRefused(token, 50173);
  }

  @Test
  void refresh_consentRevoked_is65001WithItsSuberror() throws Exception {
    String token = signIn.refreshToken();
    emulator.entra().revokeConsent(app, ada);

    assertRefused(token, 65001);
    assertThat(refresh(token).body()).contains("\"suberror\":\"consent_required\"");
  }

  @Test
  void refresh_mfaRequired_is50076WithClaimsUntilTheUserSignsInAgain() throws Exception {
    String token = signIn.refreshToken();
    ada.refuseWith(EntraError.MFA_REQUIRED);
    JsonNode refused = Client.json(refresh(token));

    assertThat(refused.path("error_codes").path(0).asInt()).isEqualTo(50076);
    assertThat(refused.path("suberror").asText()).isEqualTo("basic_action");
    assertThat(refused.path("claims").asText()).contains("capolids");
    signIn.code();
    assertThat(next(token)).isNotEmpty();
  }

  @Test
  void refresh_policyNotMet_isInteractionRequiredUntilTheUserSignsInWithItsClaims()
      throws Exception {
    String token = signIn.refreshToken();
    ada.refuseWith(EntraError.POLICY_NOT_MET);
    JsonNode refused = Client.json(refresh(token));

    assertThat(refused.path("error").asText()).isEqualTo("interaction_required");
    assertThat(refused.path("error_codes").path(0).asInt()).isEqualTo(50079);
    assertThat(signIn.approved()).containsEntry("error", "interaction_required");
    signIn.query.put("claims", refused.path("claims").asText());
    signIn.code();
    assertThat(next(token)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {70008, 50133, 70043, 50196})
  void refresh_scriptedByCode_isRefusedAndCodesAreNot(int code) throws Exception {
    String token = signIn.refreshToken();
    emulator.entra().refuseRefresh(EntraError.of(code));
    assertRefused(token, code);
    assertThat(signIn.redeem(signIn.code()).statusCode()).isEqualTo(200);
    emulator.entra().refuseRefresh(null);
    assertThat(next(token)).isNotEmpty();
  }

  @Test
  void refresh_throttled_is429() throws Exception {
    String token = signIn.refreshToken();
    emulator.entra().refuseRefresh(EntraError.THROTTLED);
    assertThat(refresh(token).statusCode()).isEqualTo(429);
  }

  @Test
  void refresh_refusedForTheUser_doesNotSpendASingleUseToken() throws Exception {
    app.refreshReuse(Reuse.singleUse());
    String token = signIn.refreshToken();
    ada.refuseWith(EntraError.BLOCKED_BY_POLICY);
    assertRefused(token, 53003);
    ada.refuseWith(null);
    assertThat(next(token)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "vso.code, 200, access_token",
    "vso.code_write, 400, AADSTS65001",
    ".default, 400, AADSTS65001"
  })
  void refresh_scopeAskedFor_mustHaveBeenConsentedTo(String scope, int status, String text)
      throws Exception {
    Map<String, String> form = new HashMap<>(signIn.refresh(signIn.refreshToken()));
    form.put("scope", SignIn.RESOURCE + "/" + scope);
    HttpResponse<String> answer = signIn.post(form);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(text);
  }

  @Test
  void refresh_fewerScopes_narrowTheAccessTokenAndNotTheGrant() throws Exception {
    signIn.query.put(
        "scope", "%1$s/vso.code %1$s/vso.work openid offline_access".formatted(SignIn.RESOURCE));
    Map<String, String> form = new HashMap<>(signIn.refresh(signIn.refreshToken()));
    form.put("scope", SignIn.RESOURCE + "/vso.work");
    JsonNode narrow = Client.json(signIn.post(form));
    JsonNode whole = Client.json(refresh(narrow.path("refresh_token").asText()));

    assertThat(SignIn.claims(narrow, "access_token").getStringClaim("scp")).isEqualTo("vso.work");
    assertThat(SignIn.claims(whole, "access_token").getStringClaim("scp"))
        .isEqualTo("vso.code vso.work");
  }

  @Test
  void refresh_tokenUnknownOrAnotherApps_is70000() throws Exception {
    String token = signIn.refreshToken();
    EntraApp other = emulator.entra().app("contoso");
    signIn.form.put("client_id", other.clientId());
    signIn.form.put("client_secret", other.clientSecret());

    assertRefused(token, 70000);
    assertRefused("never-issued", 70000);
  }

  @Test
  void refresh_secretLeftOut_is7000218AndNothingIsSpent() throws Exception {
    String token = signIn.refreshToken();
    signIn.form.remove("client_secret");
    HttpResponse<String> answer = refresh(token);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("AADSTS7000218:");
    assertThat(emulator.entra().refreshes().of(token).presented()).isZero();
  }

  @Test
  void refresh_answerLostOnTheWay_hasSpentASingleUseTokenButNotATolerated() throws Exception {
    app.refreshReuse(Reuse.singleUse());
    String once = signIn.refreshToken();
    emulator.fail(Fault.truncated().times(1).on("/oauth2/v2.0/token"));

    assertThatThrownBy(() -> refresh(once)).isInstanceOf(IOException.class);
    assertRefused(once, 70000);
    app.refreshReuse(Reuse.tolerated());
    assertThat(next(once)).isNotEmpty();
  }
}
