package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tokenward.core.TokenException.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every kind of credential promises as a bare {@link TokenSource}: one grant per call, no
 * cache, no retry, the injected clock, and failures that say what to do and show no secret.
 *
 * <p>A kind's test extends it with its own source and its upstream's answers; {@link
 * #asksUpstream()} is overridden by a kind that never sends, which is then held to that.
 */
public abstract class TokenSourceContract {

  private static final String PAGE = "<html>An unexpected page that quotes %s</html>";

  private final LeakProbe probe = new LeakProbe();
  private final String secret = probe.canary("secret");
  private final FakeClock clock = new FakeClock();
  private final ScriptedUpstream upstream = new ScriptedUpstream();

  /** Opens the kind's source, without the engine, around a stored secret. */
  protected abstract TokenSource open(TokenRuntime runtime, Secret secret);

  /** The upstream's answer that grants {@code token} for an hour. */
  protected abstract HttpSender.Response granted(String token);

  /** The upstream's answer to a wrong secret, with {@code echo} somewhere in its body. */
  protected abstract HttpSender.Response refused(String echo);

  /** Whether a token takes a request upstream. */
  protected boolean asksUpstream() {
    return true;
  }

  @Test
  void token_authorizesAndHidesItsText() {
    upstream.then(request -> granted("first-token"));
    AccessToken token = source().token();
    assertThat(token.authorization()).matches("(Bearer|Basic) \\S+");
    assertThat(token.toString()).doesNotContain(token.authorization().replaceFirst(".* ", ""));
    probe.see("text form", token.toString()).assertClean();
  }

  @Test
  void token_eachCall_isOneGrant() {
    upstream.then(request -> granted("first-token")).then(request -> granted("second-token"));
    TokenSource source = source();
    AccessToken first = source.token();
    assertThat(source.token().equals(first)).isEqualTo(!asksUpstream());
    assertThat(upstream.requests()).hasSize(asksUpstream() ? 2 : 0);
  }

  @Test
  void token_minted_isIssuedByTheInjectedClock() {
    upstream.then(request -> granted("first-token"));
    if (source().token() instanceof MintedToken minted) {
      assertThat(minted.issuedAt()).isEqualTo(FakeClock.START);
      assertThat(minted.expiresAt()).isAfter(FakeClock.START);
    } else {
      assertThat(asksUpstream()).as("only a stored secret is no minted token").isFalse();
    }
  }

  @Test
  void token_upstreamUnreachable_isUnreachableAfterOneRequest() {
    assumeAsksUpstream();
    upstream.thenUnreachable();
    assertThat(failure().reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void token_upstreamBroken_isRetryableAfterOneRequest() {
    assumeAsksUpstream();
    upstream.then(500, Map.of("Content-Type", List.of("text/html")), PAGE.formatted(secret));
    assertThat(failure().retryable()).isTrue();
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void token_upstreamAnswersWithAPage_isAFailureThatDoesNotQuoteIt() {
    assumeAsksUpstream();
    upstream.then(200, Map.of("Content-Type", List.of("text/html")), PAGE.formatted(secret));
    assertThat(failure()).hasMessageNotContaining("unexpected page");
  }

  @Test
  void token_secretRefused_isNotRetryable() {
    assumeAsksUpstream();
    upstream.then(request -> refused(secret));
    TokenException failure = failure();
    assertThat(failure.reason())
        .isIn(Reason.REJECTED, Reason.CREDENTIAL_EXPIRED, Reason.NEEDS_CONSENT);
    assertThat(failure.retryable()).isFalse();
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void token_sends_noSecretInTheUrl() {
    upstream.then(request -> granted("first-token"));
    source().token();
    probe.see("URLs", "");
    upstream.requests().forEach(request -> probe.see("URLs", request.uri().toString()));
    probe.assertClean();
  }

  private TokenSource source() {
    return open(clock.runtime(upstream), Secret.of(secret));
  }

  private void assumeAsksUpstream() {
    assumeTrue(asksUpstream(), "This kind never asks upstream");
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
