package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every kind of credential promises as a bare {@link TokenSource}: one grant per call, no
 * cache, no retry, failures that say what to do and hold no secret. A kind's test extends it with
 * its own source and its upstream's answers.
 */
public abstract class TokenSourceContract {

  private final LeakProbe probe = new LeakProbe();
  private final FakeClock clock = new FakeClock();
  private final ScriptedUpstream upstream = new ScriptedUpstream();

  /** Opens the kind's source, without the engine, around a stored secret. */
  protected abstract TokenSource open(TokenRuntime runtime, Secret secret);

  /** The upstream's answer with a token; null for a kind that asks no upstream. */
  protected abstract HttpSender.Response granted(String token);

  /** The upstream's answer to a wrong secret, with {@code echo} somewhere in its body. */
  protected abstract HttpSender.Response refused(String echo);

  @Test
  void token_upstreamUnreachable_saysSoAfterOneRequest() {
    upstream.thenUnreachable();
    TokenException failure = failure();
    assertThat(failure.reason()).isEqualTo(TokenException.Reason.UNREACHABLE);
    assertThat(failure.nextStep()).isNotBlank();
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void token_upstreamFails_mayBeRetried() {
    upstream.then(500, Map.of("Content-Type", List.of("text/plain")), "broken");
    assertThat(failure().retryable()).isTrue();
    assertThat(upstream.requests()).hasSize(1);
  }

  private TokenException failure() {
    TokenSource source = open(clock.runtime(upstream), Secret.of(probe.canary("secret")));
    return catchThrowableOfType(TokenException.class, source::token);
  }
}
