package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.TokenException.Reason;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a kind promises whose tokens are minted upstream: one grant per call, no cache, no retry,
 * the injected clock, and failures that say what to do and show no secret.
 *
 * <p>A kind's test extends it with its own source and its upstream's answers.
 */
public abstract class MintingSourceContract extends TokenSourceContract {

  private static final String PAGE = "<html>An unexpected page that quotes %s</html>";

  /** The upstream's answer that grants {@code token} for an hour. */
  protected abstract HttpSender.Response granted(String token);

  /** The upstream's answer to a wrong secret, with {@code echo} somewhere in its body. */
  protected abstract HttpSender.Response refused(String echo);

  @Override
  void expectGrant() {
    upstream.then(request -> granted("first-token"));
  }

  @Test
  void token_eachCall_isOneGrant() {
    upstream.then(request -> granted("first-token")).then(request -> granted("second-token"));
    TokenSource source = source();
    assertThat(source.token()).isNotEqualTo(source.token());
    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void token_minted_isIssuedByTheInjectedClock() {
    expectGrant();
    MintedToken token = (MintedToken) source().token();
    assertThat(token.issuedAt()).isEqualTo(FakeClock.START);
    assertThat(token.expiresAt()).isAfter(FakeClock.START);
  }

  @Test
  void token_upstreamUnreachable_isUnreachableAfterOneRequest() {
    upstream.thenUnreachable();
    assertThat(failure().reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void token_upstreamBroken_isRetryableAfterOneRequest() {
    upstream.then(500, Map.of("Content-Type", List.of("text/html")), PAGE.formatted(secret));
    assertThat(failure().retryable()).isTrue();
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void token_upstreamAnswersWithAPage_isAFailureThatDoesNotQuoteIt() {
    upstream.then(200, Map.of("Content-Type", List.of("text/html")), PAGE.formatted(secret));
    assertThat(failure()).hasMessageNotContaining("unexpected page");
  }

  @Test
  void token_secretRefused_isNotRetryable() {
    upstream.then(request -> refused(secret));
    TokenException failure = failure();
    assertThat(failure.reason())
        .isIn(Reason.REJECTED, Reason.CREDENTIAL_EXPIRED, Reason.NEEDS_CONSENT);
    assertThat(failure.retryable()).isFalse();
    assertThat(upstream.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void token_upstreamInTrouble_isRetryableAfterOneRequest(int status) {
    upstream.then(status, Map.of(), PAGE.formatted(secret));
    assertThat(failure().retryable()).isTrue();
    assertThat(upstream.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void token_emptyAnswer_isAFailure(String body) {
    upstream.then(200, Map.of("Content-Type", List.of("application/json")), body);
    assertThat(failure().reason()).isIn(Reason.UNREACHABLE, Reason.REJECTED);
  }

  @Test
  void token_authorityAskedForAPause_saysForHowLong() {
    Duration pause = Duration.ofSeconds(90);
    upstream.then(
        request -> {
          throw new TokenException(Reason.THROTTLED, "A pause", "Later.").withRetryAfter(pause);
        });
    TokenException failure = failure();
    assertThat(failure.reason()).isEqualTo(Reason.THROTTLED);
    assertThat(failure.retryAfter()).hasValue(pause);
  }

  @Test
  void token_threadInterrupted_isAFailureThatKeepsTheFlag() {
    upstream.then(
        request -> {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException(request + " was interrupted");
        });
    try {
      assertThat(failure().retryable()).isTrue();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void token_afterAFailure_isGranted() {
    upstream.then(503, Map.of(), "").then(request -> granted("second-token"));
    TokenSource source = source();
    assertThatThrownBy(source::token).isInstanceOf(TokenException.class);
    assertThat(source.token().authorization()).endsWith("second-token");
  }

  /** The failure of a call, once it was seen to be useful and free of the secret. */
  private TokenException failure() {
    TokenException failure = catchThrowableOfType(TokenException.class, () -> source().token());
    assertThat(failure).isNotNull();
    assertThat(failure.nextStep()).isNotBlank();
    probe.see("exception", failure).assertClean();
    return failure;
  }
}
