package dev.tokenward.core;

import static dev.tokenward.core.Engine.REQUEST;
import static dev.tokenward.core.Engine.failureOf;
import static dev.tokenward.core.Engine.minutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a caller gets while a token is held. A token of an hour is due five minutes before. */
class FreshnessTest {

  private final Engine engine = new Engine();

  @Test
  @Rule(1)
  void token_fresh_isTheSameInstance() {
    AccessToken first = engine.token();
    engine.pass(minutes(54.9));
    assertThat(engine.now()).isSameAs(first);
    assertThat(engine.asked).hasSize(1);
    assertThat(engine.executor.pending()).isZero();
  }

  @Test
  @Rule(2)
  void token_refreshDue_everyCallerGetsTheHeldTokenAtOnceAndOneRefreshRuns() {
    AccessToken first = engine.token();
    engine.pass(minutes(56));
    for (int caller = 0; caller < 5; caller++) {
      assertThat(engine.now()).isSameAs(first);
    }
    assertThat(engine.executor.pending()).isEqualTo(1);
    engine.executor.runAll();
    assertThat(engine.asked).hasSize(2);
    assertThat(engine.now()).isNotEqualTo(first);
  }

  @Test
  @Rule(2)
  void token_refreshDueAndUpstreamDown_everyCallerGetsTheHeldTokenAtOnce() {
    AccessToken first = engine.token();
    engine.fails(Reason.UNREACHABLE);
    engine.pass(minutes(55.7));
    for (int second = 0; second < 60; second++) {
      assertThat(engine.now()).isSameAs(first);
      engine.executor.runAll();
      engine.pass(Duration.ofSeconds(1));
    }
    assertThat(engine.asked.size()).isBetween(4, 61);
  }

  @Test
  @Rule({2, 3})
  void token_atTheMomentItIsStale_waitsAndNotBefore() {
    engine.token();
    engine.pass(Duration.ofSeconds(3_435).minusMillis(1));
    assertThat(engine.now()).isNotNull();
    engine.pass(Duration.ofMillis(1));
    assertThat(engine.ask(Patience.DEFAULT)).isNotDone();
  }

  @Test
  @Rule(3)
  void token_stale_waitsForTheRefreshAndGetsTheNewToken() {
    AccessToken first = engine.token();
    engine.pass(minutes(58));
    CompletableFuture<AccessToken> answer = engine.ask(Patience.DEFAULT);
    assertThat(answer).isNotDone();
    engine.executor.runAll();
    assertThat(answer.join()).isNotEqualTo(first);
  }

  @Test
  @Rule(3)
  void token_staleAndRefreshSlow_getsTheHeldTokenAfterTheShortWait() {
    AccessToken first = engine.token();
    engine.pass(minutes(58));
    CompletableFuture<AccessToken> answer = engine.ask(Patience.DEFAULT);
    engine.pass(Duration.ofMillis(249));
    assertThat(engine.executor.pending()).isEqualTo(1);
    engine.pass(Duration.ofMillis(1));
    assertThat(engine.executor.pending()).isEqualTo(2);
    engine.executor.runAll();
    assertThat(answer.join()).isSameAs(first);
  }

  @Test
  @Rule(3)
  void token_staleAndPatienceShorter_waitsOnlyAsLong() {
    AccessToken first = engine.token();
    engine.pass(minutes(58));
    CompletableFuture<AccessToken> answer = engine.ask(Patience.atMost(Duration.ofMillis(10)));
    engine.pass(Duration.ofMillis(10));
    engine.executor.runAll();
    assertThat(answer.join()).isSameAs(first);
  }

  @Test
  @Rule(3)
  void token_staleAndRefreshFails_getsTheHeldTokenAndThenFromMemory() {
    AccessToken first = engine.token();
    engine.fails(Reason.UNREACHABLE);
    engine.pass(minutes(58));
    assertThat(engine.token()).isSameAs(first);
    assertThat(engine.token()).isSameAs(first);
    assertThat(engine.asked).as("the second is answered inside the pause").hasSize(2);
  }

  @Test
  @Rule(3)
  void token_heldButShorterThanAskedAndUpstreamDown_saysUnreachableAndWhenTheHeldOneEnds() {
    AccessToken first = engine.token();
    engine.fails(Reason.UNREACHABLE);
    engine.pass(minutes(40));
    Patience half = Patience.DEFAULT.minRemaining(minutes(30));
    TokenException failure = engine.refused(half);
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure).hasMessageContaining(String.valueOf(first.expiresAt()));
    TokenException again = engine.refused(half);
    assertThat(again.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(again.retryAfter()).isPresent();
    assertThat(engine.asked).hasSize(2);
  }

  @Test
  @Rule(3)
  void token_heldButShorterThanAskedAndSecretRefused_saysRefused() {
    engine.token();
    engine.fails(Reason.REJECTED);
    engine.pass(minutes(40));
    TokenException failure = engine.refused(Patience.DEFAULT.minRemaining(minutes(30)));
    assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
  }

  @Test
  @Rule(4)
  void token_expired_waitsForTheFlight() {
    AccessToken first = engine.token();
    engine.pass(minutes(61));
    CompletableFuture<AccessToken> answer = engine.ask(Patience.DEFAULT);
    engine.pass(Duration.ofSeconds(29));
    assertThat(answer).isNotDone();
    engine.executor.runAll();
    assertThat(answer.join()).isNotEqualTo(first);
  }

  @Test
  @Rule(6)
  void token_ofTwoMinutes_isCached() {
    engine.upstream = request -> engine.minted(minutes(2));
    AccessToken first = engine.token();
    engine.pass(Duration.ofSeconds(95));
    assertThat(engine.now()).isSameAs(first);
    assertThat(engine.executor.pending()).isZero();
  }

  @Test
  @Rule(6)
  void token_alwaysAskedForWithTheConfiguredMinimum_nobodyWaits() {
    Engine configured = new Engine(CacheSettings.DEFAULT.minRemaining(minutes(10)));
    Patience ten = Patience.DEFAULT.minRemaining(minutes(10));
    AccessToken first = configured.asked(ten).join();
    configured.pass(minutes(49.6));
    assertThat(configured.ask(ten)).isCompletedWithValue(first);
    configured.executor.runAll();
    configured.pass(minutes(1));
    assertThat(configured.ask(ten)).isCompleted().isNotCompletedExceptionally();
    assertThat(configured.asked).hasSize(2);
  }

  @Test
  void token_storedSecret_isHeldUntilInvalidated() {
    Secret pat = Secret.of("not-a-real-secret");
    engine.upstream = request -> StoredToken.basic("", pat);
    AccessToken first = engine.token();
    engine.pass(Duration.ofDays(400));
    assertThat(engine.now()).isSameAs(first);
    assertThat(engine.source.invalidate(first)).isTrue();
    assertThat(engine.source.peek(REQUEST)).isEmpty();
  }

  @Test
  void peek_neverAsksUpstream() {
    assertThat(engine.source.peek(REQUEST)).isEmpty();
    AccessToken first = engine.token();
    assertThat(engine.source.peek(REQUEST)).containsSame(first);
    engine.pass(minutes(58));
    assertThat(engine.source.peek(REQUEST)).containsSame(first);
    engine.pass(minutes(1.6));
    assertThat(engine.source.peek(REQUEST)).as("inside the skew").isEmpty();
    assertThat(engine.executor.pending()).isZero();
    assertThat(engine.asked).hasSize(1);
  }

  @Test
  @Rule(14)
  void token_wallClockSetForward_endsTheToken() {
    AccessToken first = engine.token();
    engine.clock.set(FakeClock.START.plus(minutes(61)));
    assertThat(engine.token()).isNotEqualTo(first);
  }

  @Test
  @Rule(14)
  void token_wallClockSetBack_doesNotProlongAPause() {
    engine.fails(Reason.UNREACHABLE);
    engine.refused();
    engine.clock.set(FakeClock.START.minus(Duration.ofDays(1)));
    engine.pass(Duration.ofSeconds(1));
    engine.refused();
    assertThat(engine.asked).hasSize(2);
  }

  @Test
  @Rule(14)
  void token_wallClockSetForward_doesNotEndAWait() {
    CompletableFuture<AccessToken> answer = engine.ask(Patience.atMost(Duration.ofSeconds(5)));
    engine.clock.set(FakeClock.START.plus(Duration.ofDays(1)));
    engine.pass(Duration.ofMillis(4_999));
    assertThat(engine.executor.pending()).isEqualTo(1);
    engine.pass(Duration.ofMillis(1));
    engine.executor.runAll();
    assertThat(failureOf(answer).reason()).isEqualTo(Reason.TIMED_OUT);
  }
}
