package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/** An engine in virtual time around a source that the test plays. */
final class Engine {

  static final Duration LIFE = Duration.ofMinutes(60);
  static final TokenRequest REQUEST = TokenRequest.scopes("a");

  final FakeClock clock = new FakeClock();
  final FakeExecutor executor = new FakeExecutor();
  final List<TokenEvent> events = new ArrayList<>();
  final List<TokenRequest> asked = new ArrayList<>();
  final CachingTokenSource source;

  /** What the source answers; by default a new token of {@link #LIFE}. */
  TokenSource upstream = request -> minted(LIFE);

  int closed;

  Engine() {
    this(CacheSettings.DEFAULT);
  }

  Engine(CacheSettings settings) {
    this(settings, () -> 0);
  }

  Engine(CacheSettings settings, RandomGenerator random) {
    TokenRuntime fixed = clock.runtime(new ScriptedUpstream(), executor);
    TokenRuntime runtime =
        new TokenRuntime(clock, fixed.ticker(), random, fixed.http(), executor, clock);
    source =
        new CachingTokenSource(
            "devops", this::grant, runtime, settings, events::add, () -> closed++);
  }

  private AccessToken grant(TokenRequest request) {
    asked.add(request);
    return upstream.token(request);
  }

  MintedToken minted(Duration life) {
    return MintedToken.bearer("token-" + asked.size(), clock.instant(), life);
  }

  void fails(TokenException.Reason reason) {
    upstream =
        request -> {
          throw failure(reason);
        };
  }

  static TokenException failure(TokenException.Reason reason) {
    return new TokenException(reason, "It failed on purpose", "Nothing.");
  }

  CompletableFuture<AccessToken> ask(Patience patience) {
    return source.tokenAsync(REQUEST, patience);
  }

  /** Asks and lets the grants run. */
  CompletableFuture<AccessToken> asked(Patience patience) {
    CompletableFuture<AccessToken> answer = ask(patience);
    executor.runAll();
    return answer;
  }

  /** A token, at once or after the grants ran. */
  AccessToken token() {
    return asked(Patience.DEFAULT).join();
  }

  /** What is answered without any grant running. */
  AccessToken now() {
    CompletableFuture<AccessToken> answer = ask(Patience.DEFAULT);
    assertThat(answer).as("answered at once").isCompleted();
    return answer.join();
  }

  TokenException refused() {
    return refused(Patience.DEFAULT);
  }

  TokenException refused(Patience patience) {
    return failureOf(asked(patience));
  }

  static TokenException failureOf(CompletableFuture<AccessToken> answer) {
    assertThat(answer).isCompletedExceptionally();
    CompletionException thrown = catchThrowableOfType(CompletionException.class, answer::join);
    if (thrown.getCause() instanceof TokenException failure) {
      return failure;
    }
    throw new AssertionError("Not a TokenException", thrown);
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  static Duration minutes(double minutes) {
    return Duration.ofMillis((long) (minutes * 60_000));
  }
}
