package dev.tokenward.core;

import static dev.tokenward.core.Engine.minutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is down for ten minutes, and callers that ask every second. */
class OutageTest {

  private static final Duration OUTAGE = Duration.ofMinutes(10);
  private static final Duration STEP = Duration.ofSeconds(1);

  /** Pauses of 2, 4, 8, 16, 32 and then 60 seconds. */
  private static final int MOST_ATTEMPTS = 14;

  private static final Duration MINUTES_LEFT = minutes(3.4);

  private static final RandomGenerator HIGHEST = () -> -1;

  private final Engine engine = new Engine(CacheSettings.DEFAULT, HIGHEST);

  @ParameterizedTest
  @ValueSource(ints = {1, 50})
  @Rule(8)
  void nothingHeld_attemptsStayUnderTheBackoffWhateverTheNumberOfCallers(int callers) {
    engine.fails(Reason.UNREACHABLE);
    for (Duration passed = Duration.ZERO; passed.compareTo(OUTAGE) < 0; passed = step(passed)) {
      assertThat(ask(callers)).allMatch(CompletableFuture::isCompletedExceptionally);
    }
    assertThat(engine.asked).hasSize(MOST_ATTEMPTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50})
  @Rule({2, 3, 8})
  void tokenHeld_nobodyFailsAndNobodyWaitsForAnAttemptThatIsPaused(int callers) {
    engine.upstream = request -> engine.minted(Duration.ofHours(3));
    AccessToken held = engine.token();
    engine.pass(minutes(168));
    engine.fails(Reason.UNREACHABLE);
    for (Duration passed = Duration.ZERO; passed.compareTo(OUTAGE) < 0; passed = step(passed)) {
      assertThat(ask(callers)).allMatch(answer -> held.equals(answer.getNow(null)));
    }
    assertThat(engine.asked.size() - 1).isBetween(5, MOST_ATTEMPTS);
    assertThat(engine.clock.pending()).as("nobody is left waiting").isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50})
  @Rule({2, 3})
  void tokenHeldAndServerSilent_nobodyWaitsUntilTheTokenEnds(int callers) {
    AccessToken held = engine.token();
    engine.pass(minutes(56));
    for (Duration passed = Duration.ZERO;
        passed.compareTo(MINUTES_LEFT) < 0;
        passed = step(passed)) {
      for (int caller = 0; caller < callers; caller++) {
        assertThat(engine.now()).isSameAs(held);
      }
    }
    assertThat(engine.source.stats().failures()).as("flights given up").isPositive();
  }

  @Test
  @Rule(3)
  void tokenStaleAndServerSilent_theFirstMomentOfTheFlightIsAllThatAnyoneWaits() {
    AccessToken held = engine.token();
    engine.pass(minutes(58));
    CompletableFuture<AccessToken> first = engine.ask(Patience.DEFAULT);
    engine.pass(Duration.ofMillis(200));
    CompletableFuture<AccessToken> second = engine.ask(Patience.DEFAULT);
    assertThat(List.of(first, second)).noneMatch(CompletableFuture::isDone);
    engine.pass(Duration.ofMillis(50));
    assertThat(engine.now()).as("after the moment").isSameAs(held);
    assertThat(engine.clock.pending()).as("only the flight's own limit is left").isEqualTo(1);
  }

  /** All ask before any grant runs. */
  private List<CompletableFuture<AccessToken>> ask(int callers) {
    List<CompletableFuture<AccessToken>> answers =
        IntStream.range(0, callers).mapToObj(i -> engine.ask(Patience.DEFAULT)).toList();
    engine.executor.runAll();
    return answers;
  }

  private Duration step(Duration passed) {
    engine.pass(STEP);
    return passed.plus(STEP);
  }
}
