package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.Authorizable.Consent;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.legacy.LegacyApp;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The retiring OAuth of Azure DevOps: a preset, and nothing else, makes it work. */
@ExtendWith(EmulatorExtension.class)
class RetiringOAuthTest {

  private AtEntra entra;
  private LegacyApp app;
  private OAuthProvider provider;
  private Credential credential;

  @BeforeEach
  void register(Emulator emulator) {
    entra = new AtEntra(emulator);
    app = emulator.legacyOAuth().app(AtEntra.REDIRECT.toString(), "vso.code vso.work");
    provider = new OAuthProvider(Grants.inMemory(entra.runtime()));
    credential = credential("vso.work");
  }

  private Credential credential(String scopes) {
    return new Credential(
        "7",
        "boards",
        DelegatedOAuth.KIND,
        Map.of(
            "preset",
            "azure-devops",
            "authorizationUrl",
            entra.emulator.url() + "/oauth2/authorize",
            "tokenUrl",
            entra.emulator.url() + "/oauth2/token",
            "clientId",
            app.clientId(),
            "scope",
            scopes),
        Map.of("clientSecret", Secret.of(app.clientSecret())));
  }

  private TokenSource source() {
    return provider.open(credential, entra.runtime());
  }

  @Test
  void consent_approved_givesTokensThatAreRenewed() {
    entra.consent(provider, credential);
    TokenSource source = source();
    String first = source.token().authorization();
    String second = source.token().authorization();
    assertThat(second).startsWith("Bearer ").isNotEqualTo(first);
    assertThat(source.token().authorization()).isNotIn(first, second);
  }

  @Test
  void consent_page_asksAsTheServerWants() {
    Consent consent = provider.begin(credential, AtEntra.REDIRECT, entra.runtime());
    assertThat(AtEntra.parameters(consent.page()))
        .containsEntry("response_type", "Assertion")
        .doesNotContainKey("code_challenge");
  }

  @Test
  void token_secretExpired_saysSoAndKeepsTheGrant() {
    entra.consent(provider, credential);
    TokenSource source = source();
    source.token();
    app.expireSecret();
    TokenException failure = catchThrowableOfType(TokenException.class, source::token);
    assertThat(failure.retryable()).isFalse();
    assertThat(provider.status(credential).authorized()).isTrue();
  }

  @Test
  void token_authorizationRevoked_needsConsentAgain() {
    entra.consent(provider, credential);
    TokenSource source = source();
    source.token();
    entra
        .emulator
        .legacyOAuth()
        .revoke(app, entra.emulator.entra().user(AtEntra.ADA).orElseThrow());
    TokenException failure = catchThrowableOfType(TokenException.class, source::token);
    assertThat(failure.reason()).isEqualTo(TokenException.Reason.NEEDS_CONSENT);
    assertThat(provider.status(credential).authorized()).isFalse();
  }

  @Test
  void token_fewerScopes_needsConsentSinceItsFormNamesNone() {
    entra.consent(provider, credential("vso.code vso.work"));
    int requests = entra.emulator.requests().size();
    TokenException failure = catchThrowableOfType(TokenException.class, source()::token);
    assertThat(failure).hasMessageContaining("other scopes than were consented to");
    assertThat(provider.status(credential).reason()).isEqualTo(GrantState.RESCOPED);
    assertThat(entra.emulator.requests()).hasSize(requests);

    credential = credential("vso.code vso.work vso.build");
    assertThat(source().token().authorization()).startsWith("Bearer ");
    assertThat(provider.status(credential).added()).containsExactly("vso.build");
  }
}
