package dev.tokenward.core;

import static dev.tokenward.core.Engine.REQUEST;
import static dev.tokenward.core.Engine.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

  private final Engine engine = new Engine();

  @Test
  @Rule(5)
  void token_manyColdCallers_areOneGrant() {
    List<CompletableFuture<AccessToken>> answers =
        IntStream.range(0, 100).mapToObj(i -> engine.ask(Patience.DEFAULT)).toList();
    engine.executor.runAll();
    assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(engine.asked).hasSize(1);
  }

  @Test
  @Rule(5)
  void token_otherRequest_doesNotWaitForTheFirst() {
    CompletableFuture<AccessToken> slow = engine.ask(Patience.DEFAULT);
    TokenRuntime direct = engine.clock.runtime(new ScriptedUpstream());
    CachingTokenSource source =
        CachingTokenSource.around(
            "devops",
            request -> {
              assertThat(engine.ask(Patience.DEFAULT)).isNotDone();
              return engine.minted(Engine.LIFE);
            },
            direct,
            CacheSettings.DEFAULT,
            TokenListener.NONE);
    assertThat(source.token(TokenRequest.scopes("b"))).isNotNull();
    assertThat(slow).isNotDone();
  }

  @Test
  @Rule(5)
  void token_fails_everyWaiterHasItsOwnException() {
    engine.fails(Reason.REJECTED);
    CompletableFuture<AccessToken> one = engine.ask(Patience.DEFAULT);
    CompletableFuture<AccessToken> two = engine.ask(Patience.DEFAULT);
    engine.executor.runAll();
    assertThat(failureOf(one)).isNotSameAs(failureOf(two));
    assertThat(failureOf(one).reason()).isEqualTo(Reason.REJECTED);
    assertThat(failureOf(one).nextStep()).isEqualTo(failureOf(two).nextStep());
    assertThat(engine.asked).hasSize(1);
  }

  @Test
  @Rule(4)
  void tokenAsync_callerCancels_theOthersStillGetTheToken() {
    CompletableFuture<AccessToken> leaves = engine.ask(Patience.DEFAULT);
    CompletableFuture<AccessToken> stays = engine.ask(Patience.DEFAULT);
    leaves.cancel(true);
    engine.executor.runAll();
    assertThat(stays.join()).isNotNull();
    assertThat(engine.now()).isSameAs(stays.join());
  }

  @Test
  @Rule(4)
  void tokenAsync_callerCompletesItsFuture_reachesNobodyElse() {
    CompletableFuture<AccessToken> forged = engine.ask(Patience.DEFAULT);
    CompletableFuture<AccessToken> honest = engine.ask(Patience.DEFAULT);
    MintedToken fake = MintedToken.bearer("forged", FakeClock.START, Engine.LIFE);
    forged.complete(fake);
    engine.executor.runAll();
    assertThat(honest.join()).isNotEqualTo(fake);
    assertThat(engine.now()).isNotEqualTo(fake);
  }

  @Test
  @Rule(4)
  void token_patienceEnds_failsAloneAndLeavesTheFlight() {
    CompletableFuture<AccessToken> hasty = engine.ask(Patience.atMost(Duration.ofSeconds(1)));
    CompletableFuture<AccessToken> calm = engine.ask(Patience.DEFAULT);
    engine.pass(Duration.ofSeconds(1));
    engine.executor.runAll();
    assertThat(failureOf(hasty).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(failureOf(hasty)).hasMessageContaining("devops");
    assertThat(calm.join()).isNotNull();
    assertThat(engine.asked).hasSize(1);
  }

  @Test
  @Rule(4)
  void token_noPatienceAndNothingHeld_startsTheFlightAndFailsAtOnce() {
    CompletableFuture<AccessToken> answer = engine.asked(Patience.atMost(Duration.ZERO));
    assertThat(failureOf(answer).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(engine.now()).isNotNull();
  }

  @Test
  @Rule(4)
  void token_threadInterrupted_failsAndKeepsTheFlag() {
    Thread.currentThread().interrupt();
    try {
      TokenException failure =
          catchThrowableOfType(TokenException.class, () -> engine.source.token(REQUEST));
      assertThat(failure.reason()).isEqualTo(Reason.INTERRUPTED);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    engine.executor.runAll();
    assertThat(engine.now()).isNotNull();
  }

  @Test
  @Rule({5, 8})
  void flight_givenUpBeforeAThreadWasFree_isNeverSent() {
    CompletableFuture<AccessToken> answer = engine.ask(Patience.atMost(Duration.ofMinutes(1)));
    engine.pass(CacheSettings.DEFAULT.flightLimit());
    engine.executor.runAll();
    assertThat(failureOf(answer).reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(engine.asked).isEmpty();
    assertThat(engine.source.stats().flights()).isZero();
  }

  @Test
  @Rule({3, 18})
  void token_noThreadCanStart_givesTheHeldOneAndEndsTheFlight() {
    AtomicBoolean full = new AtomicBoolean();
    Executor threads =
        task -> {
          if (full.get()) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          task.run();
        };
    FakeClock clock = engine.clock;
    CachingTokenSource source =
        CachingTokenSource.around(
            "devops",
            request -> engine.minted(Engine.LIFE),
            clock.runtime(new ScriptedUpstream(), threads),
            CacheSettings.DEFAULT,
            event -> {});
    AccessToken held = source.token();
    engine.pass(Duration.ofMinutes(56));
    full.set(true);
    assertThat(source.token()).isSameAs(held);
    assertThat(source.stats().flights()).isZero();
    assertThat(clock.pending()).as("no timer is left behind").isZero();
  }

  @Test
  @Rule(8)
  void token_timerIsBroken_failsAtOnceAndFreesTheKey() {
    TokenRuntime runtime = engine.clock.runtime(new ScriptedUpstream());
    TokenRuntime.Timer broken =
        (delay, task) -> {
          throw new IllegalStateException("on purpose");
        };
    CachingTokenSource source =
        CachingTokenSource.around(
            "devops",
            request -> engine.minted(Engine.LIFE),
            new TokenRuntime(
                runtime.clock(),
                runtime.ticker(),
                runtime.random(),
                runtime.http(),
                runtime.executor(),
                broken),
            CacheSettings.DEFAULT,
            TokenListener.NONE);
    TokenException failure = catchThrowableOfType(TokenException.class, source::token);
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(source.stats().flights()).isZero();
  }

  @Test
  @Rule(3)
  void token_threadInterruptedWhileAUsableTokenIsHeld_getsThatAndKeepsTheFlag() {
    AccessToken held = engine.token();
    engine.pass(Duration.ofMinutes(58));
    Thread.currentThread().interrupt();
    try {
      assertThat(engine.source.token(REQUEST)).isSameAs(held);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  @Rule(17)
  void flight_manyCallersWhoGaveUp_areForgotten() {
    Slot slot = slot();
    Flight flight = new Flight(null, 0);
    for (int i = 0; i < 100; i++) {
      flight.join(new Waiter(slot, Duration.ZERO));
    }
    for (int i = 0; i < 10_000; i++) {
      Waiter hasty = new Waiter(slot, Duration.ZERO);
      flight.join(hasty);
      hasty.give(engine.minted(Engine.LIFE));
    }
    Waiter calm = new Waiter(slot, Duration.ZERO);
    flight.join(calm);
    assertThat(flight.waiting()).as("100 who wait, and some who left").isBetween(101, 300);
    flight.land(engine.minted(Engine.LIFE));
    assertThat(calm.isDone()).isTrue();
  }

  private Slot slot() {
    TokenRuntime runtime = engine.clock.runtime(new ScriptedUpstream());
    return new Slot(new Failures("devops"), REQUEST, runtime, 0, Duration.ZERO);
  }

  @Test
  @Rule(5)
  void flight_joinedAfterItsEnd_tellsTheSame() {
    Waiter late = new Waiter(slot(), Duration.ZERO);
    Flight flight = new Flight(null, 0);
    flight.land(engine.minted(Engine.LIFE));
    flight.join(late);
    assertThat(late.await()).isEqualTo(engine.minted(Engine.LIFE));
  }

  @Test
  @Rule(5)
  void token_flightHangs_isGivenUpAndTheKeyIsFreeAfterAPause() {
    AtomicReference<AccessToken> second = new AtomicReference<>();
    Duration both = CacheSettings.DEFAULT.flightLimit().plusSeconds(1).plus(Engine.LIFE);
    MintedToken late = MintedToken.bearer("late", FakeClock.START, both);
    engine.upstream =
        request -> {
          engine.upstream = next -> engine.minted(Engine.LIFE);
          engine.pass(CacheSettings.DEFAULT.flightLimit().plusSeconds(1));
          second.set(engine.token());
          return late;
        };
    CompletableFuture<AccessToken> first = engine.asked(Patience.atMost(Duration.ofHours(1)));
    assertThat(failureOf(first).reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(second.get().expiresAt()).isEqualTo(late.expiresAt());
    assertThat(engine.asked).hasSize(2);
    assertThat(engine.now()).as("late, yet as good").isEqualTo(late);
    assertThat(engine.source.stats().flights()).isZero();
  }

  @Test
  @Rule(5)
  void token_lostFlightLandsWhileAnotherIsUnderWay_theOtherStaysTheOnlyOne() {
    AtomicReference<CompletableFuture<AccessToken>> waiting = new AtomicReference<>();
    AtomicReference<Runnable> second = new AtomicReference<>();
    engine.upstream =
        request -> {
          engine.pass(CacheSettings.DEFAULT.flightLimit().plusSeconds(2));
          engine.executor.runAll();
          waiting.set(engine.ask(Patience.DEFAULT));
          second.set(engine.executor.takeFirst());
          return engine.minted(Duration.ZERO);
        };
    assertThat(failureOf(engine.asked(Patience.DEFAULT)).reason()).isEqualTo(Reason.UNREACHABLE);
    engine.upstream = request -> engine.minted(Engine.LIFE);
    CompletableFuture<AccessToken> joins = engine.asked(Patience.DEFAULT);
    assertThat(joins).as("waits for the one under way").isNotDone();
    second.get().run();
    engine.executor.runAll();
    assertThat(joins.join()).isSameAs(waiting.get().join());
    assertThat(engine.asked).hasSize(2);
  }

  @Test
  @Rule({4, 16})
  void token_executorRefuses_failsAndCountsAsFailure() {
    FakeClock clock = new FakeClock();
    TokenRuntime full =
        clock.runtime(
            new ScriptedUpstream(),
            task -> {
              throw new RejectedExecutionException("full");
            });
    CachingTokenSource source =
        CachingTokenSource.around(
            "devops", request -> engine.minted(Engine.LIFE), full, CacheSettings.DEFAULT, e -> {});
    TokenException failure = catchThrowableOfType(TokenException.class, source::token);
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(source.stats()).isEqualTo(new CachingTokenSource.Stats(0, 0, 0, 1));
    assertThat(clock.pending()).as("no timer is left behind").isZero();
    assertThat(failureOf(source.tokenAsync(REQUEST, Patience.DEFAULT)).reason())
        .as("the future too")
        .isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void token_sourceBreaks_hidesTheMessageAndKeepsThePlace() {
    engine.upstream =
        request -> {
          throw new IllegalStateException("holds a secret");
        };
    TokenException failure = engine.refused();
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure.getMessage()).contains("IllegalStateException").doesNotContain("holds");
    assertThat(failure).hasStackTraceContaining("SingleFlightTest");
    assertThat(failure).rootCause().hasMessageNotContaining("holds");
  }
}
