package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.spi.Authorizable.Answer;
import dev.tokenward.core.spi.Authorizable.Consent;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.core.spi.Authorizable.Status;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A grant that the provider gave no refresh token for lasts as long as its access token. */
@ExtendWith(EmulatorExtension.class)
class UnrenewableGrantTest {

  private static final Duration LIFE = Duration.ofHours(1);
  private static final String SCOPE = "openid 499b84ac-1321-427f-aa17-267ca6975798/vso.code";

  private AtEntra entra;
  private OAuthProvider provider;
  private Credential credential;
  private Instant ends;

  @BeforeEach
  void register(Emulator emulator) {
    entra = new AtEntra(emulator);
    emulator.entra().tokenLife(LIFE);
    provider = new OAuthProvider(Grants.inMemory(entra.runtime()));
    credential = entra.credential(Map.of("scope", SCOPE));
    ends = entra.clock.instant().plus(LIFE);
  }

  @Test
  void answer_withoutRefreshToken_saysWhenItEnds() {
    Consent consent = provider.begin(credential, AtEntra.REDIRECT, entra.runtime());
    Answer answer = consent.finish(entra.approved(consent));
    assertThat(answer.grantor()).returns(ends, Grantor::ends);
    answer.keep();
    Status status = provider.status(credential);
    assertThat(status.authorized()).isTrue();
    assertThat(status.grantor()).returns(ends, Grantor::ends);
  }

  @Test
  void answer_withRefreshToken_hasNoEnd() {
    credential = entra.credential(Map.of("scope", SCOPE + " offline_access"));
    entra.consent(provider, credential);
    assertThat(provider.status(credential).grantor()).returns(null, Grantor::ends);
  }

  @Test
  void status_accessTokenExpired_isNotAuthorizedSinceThen() {
    entra.consent(provider, credential);
    entra.clock.advance(LIFE.minusNanos(1));
    assertThat(provider.status(credential).authorized()).isTrue();
    entra.clock.advance(LIFE);
    Status status = provider.status(credential);
    assertThat(status.authorized()).isFalse();
    assertThat(status.reason()).isEqualTo(GrantState.NO_REFRESH_TOKEN);
    assertThat(status.since()).isEqualTo(ends);
    assertThat(status.nextStep()).contains("offline_access");
    assertThat(
            catchThrowableOfType(
                TokenException.class, () -> provider.open(credential, entra.runtime()).token()))
        .returns(TokenException.Reason.NEEDS_CONSENT, TokenException::reason)
        .hasMessageContaining("has ended");
  }

  @Test
  void isAuthorized_accessTokenExpired_hasTheProgramSignInAgain() {
    DelegatedOAuth app =
        DelegatedOAuth.entra(
                entra.emulator.authority(AtEntra.TENANT),
                entra.emulator.entra().publicApp(AtEntra.TENANT).clientId())
            .scope(SCOPE)
            .runtime(entra.runtime())
            .build();
    Instant before = entra.clock.instant();
    assertThat(signedIn(app).ends()).isAfterOrEqualTo(before.plus(LIFE));
    assertThat(app.isAuthorized()).isTrue();
    entra.clock.advance(LIFE);
    assertThat(app.isAuthorized()).isFalse();
    signedIn(app);
    assertThat(app.isAuthorized()).isTrue();
  }

  private Grantor signedIn(DelegatedOAuth app) {
    return app.signInByDevice(
        code -> entra.emulator.entra().devices().approve(code.userCode(), AtEntra.ADA));
  }
}
