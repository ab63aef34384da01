package dev.tokenward.appcred;

import static dev.tokenward.appcred.Emulated.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.http.Fault;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code Retry-After: 2} of a token endpoint, which MSAL4J passes over for confidential clients.
 */
@ExtendWith(EmulatorExtension.class)
class EmulatedThrottlingTest {

  private final FakeClock clock = new FakeClock();

  private Emulator emulator;
  private EntraApp app;
  private HttpSender tls;

  @BeforeEach
  void register(Emulator entra) {
    emulator = entra;
    emulator.clock(clock);
    app = emulator.entra().app("contoso.example");
    tls = Emulated.tls(emulator);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void token_throttled_isNotAskedForBeforeThePauseIsOver(boolean entra) {
    emulator.fail(Fault.status(429).header("Retry-After", "2").times(1));
    try (CachingTokenSource source = open(entra)) {
      TokenException failure = failure(source);
      assertThat(failure.reason()).isEqualTo(Reason.THROTTLED);
      assertThat(failure.retryAfter()).contains(Duration.ofSeconds(2));

      clock.advance(Duration.ofMillis(1_999));
      assertThat(failure(source).reason()).isEqualTo(Reason.THROTTLED);
      assertThat(emulator.requests()).hasSize(1);

      clock.advance(Duration.ofMillis(1));
      assertThat(source.token().authorization()).startsWith("Bearer ey");
      assertThat(emulator.requests()).hasSize(2);
    }
  }

  @Test
  void token_throttledWhileOneIsHeld_nobodyIsToldAndThePauseIsObeyed() {
    try (CachingTokenSource source = open(true)) {
      AccessToken held = source.token();
      emulator.fail(Fault.status(429).header("Retry-After", "2").times(1));
      clock.advance(Duration.ofMinutes(56));

      assertThat(source.token()).isEqualTo(held);
      assertThat(source.token()).isEqualTo(held);
      assertThat(emulator.requests()).hasSize(2);

      clock.advance(Duration.ofSeconds(2));
      assertThat(source.token()).isEqualTo(held);
      assertThat(source.token()).isNotEqualTo(held);
      assertThat(emulator.requests()).hasSize(3);
    }
  }

  private CachingTokenSource open(boolean entra) {
    String authority = emulator.authority("contoso.example");
    Secret secret = Secret.of(app.clientSecret());
    AppCredentials.Builder builder =
        entra
            ? AppCredentials.clientSecret(authority, app.clientId(), secret)
            : AppCredentials.clientCredentials(
                    authority + "/oauth2/v2.0/token", app.clientId(), secret)
                .scope("https://app.vssps.visualstudio.com/.default");
    return builder.runtime(clock.runtime(tls)).open();
  }
}
