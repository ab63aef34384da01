package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds whatever callers, time and the server do in whatever order. */
class SchedulesTest {

  private static final List<Reason> REASONS =
      List.of(Reason.UNREACHABLE, Reason.THROTTLED, Reason.REJECTED);

  /** In seconds. */
  private static final List<Integer> LIVES = List.of(0, 1, 45, 300, 3_600, 86_400);

  @Property(tries = 10_000)
  @Rule({3, 4, 5, 8, 9, 11, 15, 18, 20, 21})
  void schedule_ofAnyKind_keepsTheRules(
      @ForAll("schedules") List<Schedule.Step> steps, @ForAll long seed) {
    Schedule schedule = new Schedule(seed);
    steps.forEach(schedule::take);
    schedule.close();
    assertThat(schedule.violations()).isEmpty();
  }

  @Provide
  Arbitrary<List<Schedule.Step>> schedules() {
    return Arbitraries.frequencyOf(
            Tuple.of(5, asks()),
            Tuple.of(3, passes()),
            Tuple.of(2, answers()),
            Tuple.of(2, Arbitraries.just(new Schedule.Grants())),
            Tuple.of(1, keys().map(Schedule.Invalidate::new)))
        .list()
        .ofMinSize(10)
        .ofMaxSize(40);
  }

  private static Arbitrary<Schedule.Step> asks() {
    Arbitrary<Duration> patience =
        Arbitraries.integers().between(0, 40_000).map(Duration::ofMillis);
    Arbitrary<Duration> minimum =
        Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.integers().between(0, 4_000)))
            .map(Duration::ofSeconds);
    return Combinators.combine(keys(), patience, minimum).as(Schedule.Ask::new);
  }

  private static Arbitrary<Schedule.Step> passes() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(0, 300),
            Arbitraries.integers().between(0, 2_000),
            Arbitraries.integers().between(0, 600_000))
        .map(Duration::ofMillis)
        .map(Schedule.Pass::new);
  }

  private static Arbitrary<Schedule.Step> answers() {
    Arbitrary<Schedule.Step> tokens =
        Arbitraries.of(LIVES).map(Duration::ofSeconds).map(Schedule.Gives::new);
    Arbitrary<Schedule.Step> failures =
        Combinators.combine(
                Arbitraries.of(REASONS), Arbitraries.of(0, 0, 5, 400).map(Duration::ofSeconds))
            .as(Schedule.Fails::new);
    return Arbitraries.oneOf(tokens, failures);
  }

  private static Arbitrary<TokenRequest> keys() {
    return Arbitraries.of("a", "b").map(TokenRequest::scopes);
  }
}
