package dev.tokenward.core;

import static dev.tokenward.core.Engine.failure;
import static dev.tokenward.core.Engine.minutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureTest {

  private final Engine engine = new Engine();

  @Test
  @Rule({8, 15})
  void token_withImpossibleTimes_failsTheFlightAtOnceAndPauses() {
    engine.upstream = request -> MintedToken.bearer("t", Instant.MIN, Engine.LIFE);
    assertThat(engine.refused().reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(engine.refused().retryAfter()).isPresent();
    assertThat(engine.asked).hasSize(1);
    assertThat(engine.source.stats()).isEqualTo(new CachingTokenSource.Stats(0, 0, 0, 1));
  }

  @Test
  @Rule(15)
  void token_withAHintBeyondItsLife_isRenewedAtItsEnd() {
    engine.upstream = request -> engine.minted(Engine.LIFE).refreshAt(Instant.MAX);
    AccessToken held = engine.token();
    engine.pass(minutes(59));
    assertThat(engine.now()).isSameAs(held);
    assertThat(engine.executor.pending()).isZero();
  }

  @Test
  @Rule(8)
  void token_insideThePause_isRefusedFromMemory() {
    engine.fails(Reason.UNREACHABLE);
    engine.refused();
    TokenException again = engine.refused();
    assertThat(again.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(again.retryAfter()).hasValue(Duration.ofSeconds(1));
    assertThat(engine.asked).hasSize(1);
    engine.pass(Duration.ofSeconds(1));
    engine.refused();
    assertThat(engine.asked).hasSize(2);
  }

  @Test
  @Rule(8)
  void token_succeedsAfterFailures_isHeldAndForgetsThem() {
    engine.fails(Reason.UNREACHABLE);
    engine.refused();
    engine.pass(Duration.ofSeconds(1));
    engine.upstream = request -> engine.minted(Engine.LIFE);
    assertThat(engine.token()).isSameAs(engine.now());
    engine.pass(minutes(61));
    engine.fails(Reason.UNREACHABLE);
    assertThat(engine.refused().reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(lastFailure().failures()).isEqualTo(1);
  }

  @Test
  @Rule(8)
  void token_refusedForGood_staysRefusedForTheLongPause() {
    engine.fails(Reason.REJECTED);
    engine.refused();
    engine.pass(Backoff.TERMINAL.minusMillis(1));
    assertThat(engine.refused().reason()).isEqualTo(Reason.REJECTED);
    assertThat(engine.asked).hasSize(1);
    engine.pass(Duration.ofMillis(1));
    engine.refused();
    assertThat(engine.asked).hasSize(2);
  }

  @Test
  @Rule({8, 9})
  void token_serverAsksForAPause_isLeftAloneThatLongAndCallersAreTold() {
    engine.upstream =
        request -> {
          throw failure(Reason.THROTTLED).withRetryAfter(Duration.ofSeconds(90));
        };
    assertThat(engine.refused().retryAfter()).hasValue(Duration.ofSeconds(90));
    engine.pass(Duration.ofSeconds(80));
    TokenException later = engine.refused();
    assertThat(later.reason()).isEqualTo(Reason.THROTTLED);
    assertThat(later.retryAfter()).hasValue(Duration.ofSeconds(10));
    assertThat(engine.asked).hasSize(1);
  }

  @Test
  @Rule(9)
  void token_serverAsksForAPauseAndATokenIsHeld_isGivenTheHeldToken() {
    AccessToken held = engine.token();
    engine.upstream =
        request -> {
          throw failure(Reason.THROTTLED).withRetryAfter(Duration.ofHours(5));
        };
    engine.pass(minutes(58));
    assertThat(engine.token()).isSameAs(held);
    assertThat(lastFailure().pause()).as("clamped").isEqualTo(Duration.ofHours(1));
  }

  @Test
  @Rule(15)
  void token_sameTokenAgain_isAcceptedAndNotAskedForInALoop() {
    MintedToken same = engine.minted(Engine.LIFE);
    engine.upstream = request -> same;
    engine.token();
    engine.pass(minutes(56));
    for (int second = 0; second < 20; second++) {
      assertThat(engine.now()).isEqualTo(same);
      engine.executor.runAll();
      engine.pass(Duration.ofMillis(50));
    }
    assertThat(engine.asked).as("once cold, once when due").hasSize(2);
  }

  @Test
  @Rule(15)
  void token_alreadyDueOnArrival_isGivenAndNotAskedForInALoop() {
    engine.upstream =
        request -> engine.minted(Engine.LIFE).refreshAt(engine.clock.instant().minusSeconds(1));
    AccessToken first = engine.token();
    assertThat(engine.token()).isSameAs(first);
    assertThat(engine.token()).isSameAs(first);
    assertThat(engine.asked).hasSize(1);
  }

  @Test
  @Rule(15)
  void token_endedOnArrival_isReturnedOnceAndThenPaused() {
    engine.upstream = request -> engine.minted(Duration.ZERO);
    assertThat(engine.token().expiresAt()).isEqualTo(engine.clock.instant());
    TokenException failure = engine.refused();
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure.retryAfter()).isPresent();
    assertThat(engine.asked).hasSize(1);
  }

  @Test
  @Rule(15)
  void token_shorterThanAsked_isReturnedOnceWithItsRealEnd() {
    engine.token();
    engine.upstream = request -> engine.minted(minutes(20));
    engine.pass(minutes(45));
    Patience half = Patience.DEFAULT.minRemaining(minutes(30));
    AccessToken shorter = engine.asked(half).join();
    assertThat(shorter.expiresAt()).isEqualTo(engine.clock.instant().plus(minutes(20)));
    assertThat(engine.asked).hasSize(2);
  }

  @Test
  @Rule({15, 20})
  void token_refreshBringsAnEarlierEnd_keepsTheHeldTokenAndPauses() {
    AccessToken held = engine.token();
    engine.upstream = request -> engine.minted(minutes(2));
    engine.pass(minutes(40));
    Patience half = Patience.DEFAULT.minRemaining(minutes(30));
    assertThat(engine.asked(half).join()).isSameAs(held);
    assertThat(engine.asked(half).join()).as("its real end, no second flight").isSameAs(held);
    assertThat(engine.asked).hasSize(2);
  }

  @Test
  @Rule(20)
  void token_heldOneInvalidated_isReplacedByOneThatEndsEarlier() {
    AccessToken held = engine.token();
    engine.source.invalidate(held);
    engine.upstream = request -> engine.minted(minutes(2));
    assertThat(engine.token().expiresAt()).isBefore(held.expiresAt());
  }

  @Test
  @Rule(8)
  void token_heldOneNearItsEnd_isTriedForAgainInHalfOfWhatRemains() {
    Engine unlucky = new Engine(CacheSettings.DEFAULT, () -> -1);
    unlucky.token();
    unlucky.fails(Reason.UNREACHABLE);
    unlucky.pass(minutes(56));
    for (Duration left = minutes(3.5); !left.isZero(); left = left.minusSeconds(1)) {
      int before = unlucky.events.size();
      unlucky.token();
      Duration half = left.dividedBy(2);
      assertThat(unlucky.events.subList(before, unlucky.events.size()))
          .allMatch(event -> pause(event).compareTo(atLeastASecond(half)) <= 0);
      unlucky.pass(Duration.ofSeconds(1));
    }
    assertThat(unlucky.asked.size()).isBetween(9, 15);
  }

  private static Duration pause(TokenEvent event) {
    return ((TokenEvent.RefreshFailed) event).pause();
  }

  private static Duration atLeastASecond(Duration half) {
    return half.compareTo(Backoff.SHORTEST) > 0 ? half : Backoff.SHORTEST;
  }

  private TokenEvent.RefreshFailed lastFailure() {
    return engine.events.stream()
        .filter(TokenEvent.RefreshFailed.class::isInstance)
        .map(TokenEvent.RefreshFailed.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
