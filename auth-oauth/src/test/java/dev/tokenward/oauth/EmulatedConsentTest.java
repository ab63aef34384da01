package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.spi.Authorizable.Answer;
import dev.tokenward.core.spi.Authorizable.Consent;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.core.spi.Authorizable.Status;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.net.URI;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the page to the kept grant, over TLS. */
@ExtendWith(EmulatorExtension.class)
class EmulatedConsentTest {

  private AtEntra entra;
  private Grants grants;
  private OAuthProvider provider;
  private Credential credential;

  @BeforeEach
  void register(Emulator emulator) {
    entra = new AtEntra(emulator);
    grants = Grants.inMemory(entra.runtime());
    provider = new OAuthProvider(grants);
    credential = entra.credential(Map.of());
  }

  private Consent begin() {
    return provider.begin(credential, AtEntra.REDIRECT, entra.runtime());
  }

  private static TokenException failure(Consent consent, Map<String, String> parameters) {
    TokenException failure =
        catchThrowableOfType(TokenException.class, () -> consent.finish(parameters));
    assertThat(failure).isNotNull();
    assertThat(failure.nextStep()).isNotBlank();
    return failure;
  }

  @Test
  void consent_approved_tellsWhoAndGivesTokensOnceItIsKept() {
    assertThat(provider.status(credential).reason()).isEqualTo(GrantState.NEVER);
    Consent consent = begin();
    Answer answer = consent.finish(entra.approved(consent));
    Grantor grantor = answer.grantor();
    assertThat(grantor.account()).isEqualTo(AtEntra.ADA);
    assertThat(grantor.personal()).isFalse();
    assertThat(grantor.scopes()).anyMatch(scope -> scope.endsWith("/user_impersonation"));
    assertThat(provider.status(credential).authorized()).isFalse();

    answer.keep();
    Status status = provider.status(credential);
    assertThat(status.authorized()).isTrue();
    assertThat(status.since()).isEqualTo(entra.clock.instant());
    assertThat(status.useBefore()).isEqualTo(entra.clock.instant().plus(Duration.ofDays(90)));
    assertThat(provider.open(credential, entra.runtime()).token().authorization())
        .startsWith("Bearer ey");
  }

  @Test
  void consent_inPublic_showsNeitherVerifierNorSecret() {
    assertThat(AtEntra.parameters(begin().page()))
        .containsEntry("code_challenge_method", "S256")
        .containsKeys("state", "nonce", "code_challenge")
        .doesNotContainKeys("code_verifier", "client_secret");
  }

  @Test
  void consent_denied_saysSo() {
    Consent consent = begin();
    URI redirect = entra.emulator.browser().deny(consent.page(), AtEntra.ADA);
    TokenException failure = failure(consent, AtEntra.parameters(redirect));
    assertThat(failure.reason()).isEqualTo(Reason.NEEDS_CONSENT);
    assertThat(failure).hasMessageContaining("declined");
    assertThat(consent.adminPage()).isEmpty();
  }

  @Test
  void consent_thatOnlyAnAdministratorMayGive_saysSo() {
    entra.app.requireAdminConsent();
    Consent consent = begin();
    assertThat(consent.adminPage()).isEmpty();
    TokenException failure = failure(consent, entra.approved(consent));
    assertThat(failure).hasMessageContaining("administrator");
    assertThat(consent.adminPage().orElseThrow().toString()).contains("/adminconsent?client_id=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "another", "\u0000"})
  void finish_anotherState_isRefusedAndSpendsNothing(String state) {
    Consent consent = begin();
    Map<String, String> parameters = new HashMap<>(entra.approved(consent));
    String right = parameters.put("state", state);
    assertThat(failure(consent, parameters).reason()).isEqualTo(Reason.DENIED);
    parameters.put("state", right);
    assertThat(consent.finish(parameters).grantor().account()).isEqualTo(AtEntra.ADA);
  }

  @Test
  void finish_secondTime_isRefusedWithoutARequest() {
    Consent consent = begin();
    Map<String, String> parameters = entra.approved(consent);
    consent.finish(parameters);
    int requests = entra.emulator.requests().size();
    assertThat(failure(consent, parameters)).hasMessageContaining("a second time");
    assertThat(entra.emulator.requests()).hasSize(requests);
  }

  @Test
  void finish_codeOfAnotherConsent_isRefusedByTheProvider() {
    Consent first = begin();
    Consent second = begin();
    Map<String, String> stolen = new HashMap<>(entra.approved(first));
    stolen.put("state", second.state());
    assertThat(failure(second, stolen).code()).hasValue("AADSTS501481");
  }

  @Test
  void finish_issuerOfAnotherProvider_isRefusedBeforeTheCodeLeaves() {
    Consent consent = begin();
    Map<String, String> mixed = new HashMap<>(entra.approved(consent));
    mixed.put("iss", "https://evil.example/v2.0");
    int requests = entra.emulator.requests().size();
    assertThat(failure(consent, mixed)).hasMessageContaining("another issuer");
    assertThat(entra.emulator.requests()).hasSize(requests);
  }

  @ParameterizedTest
  @CsvSource({
    "iss, https://evil.example/v2.0, another issuer",
    "aud, somebody-else, another app",
    "nonce, of-another-request, another request",
    "exp, 5, out of its time",
    "tid, 9188040d-6c67-4c5b-b112-36a304b66dad, another issuer"
  })
  void finish_idTokenThatDoesNotHold_isRefused(String claim, String value, String why) {
    entra
        .emulator
        .entra()
        .falsifyIdTokens(
            claim,
            claim.equals("exp") ? Date.from(entra.clock.instant().minusSeconds(600)) : value);
    Consent consent = begin();
    assertThat(failure(consent, entra.approved(consent))).hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://vault.example/oauth/callback", "ftp://x/", "https://x/#f"})
  void begin_redirectThatOthersRead_isRefused(String redirect) {
    TokenException failure =
        catchThrowableOfType(
            TokenException.class,
            () -> provider.begin(credential, URI.create(redirect), entra.runtime()));
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
  }

  @Test
  void deauthorize_grant_isGoneAtOnceAndTellsWhatIsLeft() {
    entra.consent(provider, credential);
    assertThat(provider.deauthorize(credential, entra.runtime())).contains("still knows");
    assertThat(provider.status(credential).reason()).isEqualTo(GrantState.DEAUTHORIZED);
    TokenException failure =
        catchThrowableOfType(
            TokenException.class, () -> provider.open(credential, entra.runtime()).token());
    assertThat(failure.reason()).isEqualTo(Reason.NEEDS_CONSENT);
  }

  @Test
  void discovery_genericProvider_isFoundCheckedAndRevokedAt() {
    credential = entra.generic(entra.app.tenant().id(), Map.of("scope", AtEntra.CODE_SCOPE));
    entra.consent(provider, credential);
    assertThat(provider.status(credential).grantor())
        .returns(AtEntra.ADA, Grantor::account)
        .extracting(Grantor::scopes, org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .isNotEqualTo(List.of());
    assertThat(provider.deauthorize(credential, entra.runtime())).isEmpty();
    assertThat(entra.emulator.requests()).anyMatch(request -> request.path().endsWith("/revoke"));
  }

  @Test
  void discovery_issuerPromisedInRedirectsAndMissing_isRefused() {
    credential = entra.generic(entra.app.tenant().id(), Map.of());
    Consent consent = begin();
    Map<String, String> parameters = new HashMap<>(entra.approved(consent));
    assertThat(parameters.remove("iss")).isNotNull();
    assertThat(failure(consent, parameters)).hasMessageContaining("another issuer");
  }

  @Test
  void discovery_documentOfAnotherIssuer_isRefused() {
    credential = entra.generic(AtEntra.TENANT, Map.of());
    TokenException failure = catchThrowableOfType(TokenException.class, () -> begin().page());
    assertThat(failure).hasMessageContaining("not the configuration of that issuer");
  }
}
