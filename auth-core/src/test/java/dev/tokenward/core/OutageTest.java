package dev.tokenward.core;

import static dev.tokenward.core.Engine.minutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is down for ten minutes, and callers that ask every second. */
class OutageTest {

  private static final Duration OUTAGE = Duration.ofMinutes(10);
  private static final Duration STEP = Duration.ofSeconds(1);

  /** Pauses of 2, 4, 8, 16, 32 and then 60 seconds. */
  private static final int MOST_ATTEMPTS = 14;

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
