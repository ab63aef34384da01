package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenSource;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Delegated sign-in at a real Keycloak, whose distribution Maven fetches (160 MB). Run by
 *
 * <pre>{@code mvn -Pkeycloak -pl auth-oauth -am test}</pre>
 *
 * <p>It runs on the JDK of the build, from 17 on; {@code -Dkeycloak.javaHome=} names another.
 */
@Tag("keycloak")
@ExtendWith(IndependentKeycloak.Extension.class)
class IndependentKeycloakTest {

  private static final String ONLINE = "openid";
  private static final String OFFLINE = "openid offline_access";

  private @Nullable IndependentKeycloak given;

  @BeforeEach
  void use(IndependentKeycloak keycloak) {
    given = keycloak;
  }

  private IndependentKeycloak keycloak() {
    return Objects.requireNonNull(given);
  }

  private static void assertEnded(IndependentApp app, TokenSource source) {
    TokenException failure = catchThrowableOfType(TokenException.class, source::token);
    assertThat(failure.reason()).isEqualTo(Reason.NEEDS_CONSENT);
    assertThat(app.status().authorized()).isFalse();
    assertThat(app.status().reason()).isEqualTo("refused");
    assertThat(app.status().nextStep()).isNotBlank();
    assertThat(app.status().since()).isNotNull();
  }

  /** A source that has given out the access token of the consent, so that the next is a refresh. */
  private static TokenSource opened(IndependentApp app) {
    TokenSource source = app.source();
    source.token();
    return source;
  }

  @ParameterizedTest
  @ValueSource(strings = {ONLINE, OFFLINE})
  void consent_codeAndIdToken_isKeptAndRotated(String scope) {
    IndependentApp app = keycloak().app(scope).consented();
    assertThat(app.grantor().account()).isEqualTo("ada");
    assertThat(app.grantor().scopes()).contains(scope.split(" ", -1));
    Secret first = app.refreshToken();
    TokenSource source = opened(app);
    source.token();
    Secret second = app.refreshToken();
    source.token();
    assertThat(second.matches(first.reveal())).isFalse();
    assertThat(app.refreshToken().matches(second.reveal())).isFalse();
    assertThat(app.status().authorized()).isTrue();
  }

  @Test
  void consent_anotherNonce_isRefused() {
    IndependentApp app = keycloak().app(OFFLINE);
    assertThat(app.failure(page -> page.replaceFirst("nonce=[^&]*", "nonce=another")))
        .hasMessageContaining("another request");
  }

  @Test
  void consent_anotherChallenge_isRefusedByKeycloak() {
    IndependentApp app = keycloak().app(OFFLINE);
    String another = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    assertThat(app.failure(page -> page.replaceFirst("code_challenge=[^&]*", another)).code())
        .hasValue("invalid_grant");
  }

  @Test
  void consent_declined_saysSo() {
    // A scope that nobody has consented to before, so that the page comes.
    IndependentApp app = keycloak().app("openid phone", keycloak().ada().declining());
    TokenException failure = app.failure(page -> page);
    assertThat(failure.reason()).isEqualTo(Reason.NEEDS_CONSENT);
    assertThat(failure).hasMessageContaining("declined");
  }

  @ParameterizedTest
  @ValueSource(strings = {ONLINE, OFFLINE})
  void reuse_ofASpentToken_isRefusedAndEndsTheGrantWithAReason(String scope) {
    IndependentApp app = keycloak().app(scope).consented();
    Secret spent = app.refreshToken();
    TokenSource source = opened(app);
    source.token();
    assertThat(app.refreshed(spent)).isInstanceOf(Outcome.Refused.class);
    assertEnded(app, source);
  }

  @Test
  void signIn_ofAProgram_comesBackByLoopback() {
    DelegatedOAuth program =
        DelegatedOAuth.openIdConnect(keycloak().issuer(), "desktop").scope(OFFLINE).build();
    program.signIn(page -> keycloak().ada().visit(page));
    assertRenews(program);
  }

  @Test
  void signIn_byDevice_waitsForTheCodeToBeEntered() {
    DelegatedOAuth program =
        DelegatedOAuth.openIdConnect(keycloak().issuer(), "desktop").scope(OFFLINE).build();
    program.signInByDevice(
        code -> keycloak().ada().answer("device_user_code", code.userCode()).visit(code.page()));
    assertRenews(program);
  }

  private static void assertRenews(DelegatedOAuth program) {
    assertThat(program.isAuthorized()).isTrue();
    try (CachingTokenSource source = program.open()) {
      AccessToken first = source.token();
      source.invalidate(first);
      assertThat(source.token().authorization()).isNotEqualTo(first.authorization());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ONLINE, OFFLINE})
  void deauthorize_grant_isEndedAtKeycloakToo(String scope) {
    IndependentApp app = keycloak().app(scope).consented();
    Secret refreshToken = app.refreshToken();
    assertThat(app.provider().deauthorize(app.credential(), app.runtime())).isEmpty();
    assertThat(app.refreshed(refreshToken)).isInstanceOf(Outcome.Refused.class);
    assertThat(app.status().reason()).isEqualTo(GrantState.DEAUTHORIZED);
  }

  @Test
  void logout_byAnAdministrator_endsTheGrantOfTheSession() {
    IndependentApp app = keycloak().app(ONLINE).consented();
    TokenSource source = opened(app);
    assertThat(keycloak().logOut(app.grantor().subject())).isEqualTo(204);
    assertEnded(app, source);
  }

  @Test
  void logout_byTheUser_endsTheGrantOfTheSession() {
    IndependentVisitor browser = keycloak().ada();
    IndependentApp app = keycloak().app(ONLINE, browser).consented();
    TokenSource source = opened(app);
    browser.visit(URI.create(keycloak().issuer() + "/protocol/openid-connect/logout"));
    assertEnded(app, source);
  }

  /**
   * Offline access has no session that a logout ends. That of an administrator also ends what was
   * issued before its second, and spares what was issued within it: no test can hold it to that.
   */
  @Test
  void consent_takenBackByAnAdministrator_endsOfflineAccess() {
    IndependentApp app = keycloak().app(OFFLINE).consented();
    TokenSource source = opened(app);
    assertThat(keycloak().revokeConsent(app.grantor().subject())).isEqualTo(204);
    assertEnded(app, source);
  }
}
