package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.testkit.grants.Refreshes;
import dev.tokenward.testkit.http.Fault;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What someone granted and nobody kept does not live on at a provider that can end it. */
class ConsentTakenBackTest {

  private static final String TOKENS = "/oauth2/v2.0/token";
  private static final String REVOKE = "/oauth2/v2.0/revoke";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Delegated it;

  @BeforeEach
  void start() {
    it = new Delegated(folder);
    it.emulator.entra().generic(true);
    it.make(
        "wiki",
        Map.of(
            "preset",
            "openid-connect",
            "issuer",
            it.emulator.url() + "/" + it.app.tenant().id() + "/v2.0",
            "scope",
            "openid offline_access",
            "account",
            Delegated.ADA));
  }

  @AfterEach
  void stop() {
    it.close();
  }

  private URI approved(Person person, String user) {
    URI link = URI.create(it.ask(200, "POST", "wiki/authorize").path("authorization_url").asText());
    return it.emulator.browser().approve(person.proceed(person.open(link)), user);
  }

  private HttpResponse<String> authorize(String user) {
    Person person = new Person();
    return person.open(approved(person, user));
  }

  private String status() {
    return it.ask(200, "GET", "wiki").path("status").asText();
  }

  /** Of every refresh token that was given out, oldest first, whether it was ended. */
  private List<Boolean> ended() {
    return it.emulator.entra().refreshes().all().stream().map(Refreshes::revoked).toList();
  }

  @Test
  void grant_thatNobodyConfirmsInTime_isEndedUpstream() {
    assertThat(authorize(Delegated.BEN).body()).contains("has to confirm it");
    it.clock.advance(Duration.ofMinutes(9));
    assertThat(ended()).containsExactly(false);
    it.clock.advance(Duration.ofMinutes(1));
    assertThat(ended()).containsExactly(true);
    it.ask(409, "POST", "wiki/authorize/confirm");
  }

  @Test
  void grant_thatWaitsWhenAnotherConsentBegins_isEndedUpstream() {
    authorize(Delegated.BEN);
    authorize(Delegated.ADA);
    assertThat(ended()).containsExactly(true, false);
    it.clock.advance(Duration.ofMinutes(10));
    assertThat(ended()).containsExactly(true, false);
    assertThat(status()).isEqualTo("authorized");
  }

  @Test
  void grant_thatWasConfirmed_isNotEnded() {
    authorize(Delegated.BEN);
    it.ask(200, "POST", "wiki/authorize/confirm");
    it.clock.advance(Duration.ofHours(1));
    assertThat(ended()).containsExactly(false);
    assertThat(status()).isEqualTo("authorized");
  }

  @Test
  void grant_ofAnAccountThatIsKeptAlready_isNotEnded() {
    authorize(Delegated.BEN);
    it.ask(200, "POST", "wiki/authorize/confirm");
    authorize(Delegated.BEN);
    it.clock.advance(Duration.ofMinutes(10));
    // Providers end with one grant of an account all that this app has of it.
    assertThat(ended()).containsExactly(false, false);
    assertThat(status()).isEqualTo("authorized");
  }

  @Test
  void consent_givenUpWhileItsCodeIsRedeemed_isNotKeptAndEndedUpstream() throws Exception {
    Person person = new Person();
    URI callback = approved(person, Delegated.ADA);
    CountDownLatch release = new CountDownLatch(1);
    it.emulator.fail(Fault.delay(release).on(TOKENS));
    CompletableFuture<HttpResponse<String>> end =
        CompletableFuture.supplyAsync(() -> person.open(callback));
    it.emulator.awaitRequests("POST", TOKENS, 1);
    assertThat(it.ask(200, "GET", "wiki/authorize").path("stage").asText()).isEqualTo("answered");
    it.ask(200, "POST", "wiki/deauthorize");
    release.countDown();
    assertThat(end.get().statusCode()).isEqualTo(404);
    assertThat(ended()).containsExactly(true);
    assertThat(status()).isEqualTo("not-authorized");
  }

  @Test
  void provider_thatIsSlowToEndWhatIsReplaced_holdsUpNoOtherConsent() throws Exception {
    authorize(Delegated.BEN);
    it.ask(200, "POST", "wiki/authorize/confirm");
    CountDownLatch release = new CountDownLatch(1);
    it.emulator.fail(Fault.delay(release).on(REVOKE));
    CompletableFuture<HttpResponse<String>> slow =
        CompletableFuture.supplyAsync(() -> authorize(Delegated.ADA));
    it.emulator.awaitRequests("POST", REVOKE, 1);
    assertThat(it.authorize(Delegated.ADA).body()).contains("now acts as");
    assertThat(slow).isNotDone();
    release.countDown();
    assertThat(slow.get().body()).contains("now acts as");
    assertThat(ended().get(0)).isTrue();
  }

  @Test
  void deauthorize_whileTheSameAccountsGrantWaits_endsBoth() {
    authorize(Delegated.BEN);
    it.ask(200, "POST", "wiki/authorize/confirm");
    authorize(Delegated.BEN);
    it.ask(200, "POST", "wiki/deauthorize");
    assertThat(ended()).containsExactly(true, true);
  }

  @Test
  void switchOfTheKind_whileTheSameAccountsGrantWaits_endsBoth() {
    authorize(Delegated.BEN);
    it.ask(200, "POST", "wiki/authorize/confirm");
    authorize(Delegated.BEN);
    Map<String, Object> change =
        Map.of(
            "kind", "azure-devops-pat",
            "fields", Map.of("organization", it.emulator.organizationUrl("acme")),
            "secrets", Map.of("token", it.emulator.devOps().issuePat("acme", "vso.code")));
    json(200, it.team.admin("PATCH", "/v1/credentials/wiki", change));
    assertThat(ended()).containsExactly(true, true);
  }

  @Test
  void delete_whileAGrantWaits_letsNobodyConfirmItMeanwhile() throws Exception {
    authorize(Delegated.ADA);
    authorize(Delegated.BEN);
    CountDownLatch release = new CountDownLatch(1);
    it.emulator.fail(Fault.delay(release).on(REVOKE));
    CompletableFuture<Void> deleted =
        CompletableFuture.runAsync(() -> it.ask(200, "DELETE", "wiki"));
    it.emulator.awaitRequests("POST", REVOKE, 1);
    it.ask(409, "POST", "wiki/authorize/confirm");
    release.countDown();
    deleted.get();
    assertThat(ended()).containsExactly(true, true);
  }

  @Test
  void grant_thatWaitsWhileItsProviderIsAway_isGivenUpAllTheSame() {
    authorize(Delegated.BEN);
    it.emulator.fail(Fault.status(503).on(REVOKE));
    it.clock.advance(Duration.ofMinutes(10));
    assertThat(ended()).containsExactly(false);
    it.ask(409, "GET", "wiki/authorize");
    assertThat(authorize(Delegated.ADA).body()).contains("Authorized");
  }
}
