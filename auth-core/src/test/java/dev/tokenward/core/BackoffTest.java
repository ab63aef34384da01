package dev.tokenward.core;

import static dev.tokenward.core.Engine.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

  /** Random at its upper end shows the ceiling, at its lower end the floor. */
  private static final RandomGenerator HIGHEST = () -> -1;

  private static final RandomGenerator LOWEST = () -> 0;
  private final TokenException down = failure(Reason.UNREACHABLE);

  @Test
  @Rule(8)
  void failed_again_doublesTheCeilingUpToAMinute() {
    Backoff backoff = new Backoff(HIGHEST);
    int[] ceilings = {2, 4, 8, 16, 32, 60, 60};
    for (int ceiling : ceilings) {
      Duration pause = backoff.failed(0, down, Duration.ZERO);
      assertThat(pause)
          .isBetween(Duration.ofMillis(ceiling * 1000L - 2), Duration.ofSeconds(ceiling));
    }
  }

  @Test
  @Rule(8)
  void failed_fullJitter_goesDownToASecond() {
    Backoff backoff = new Backoff(LOWEST);
    for (int i = 0; i < 10; i++) {
      assertThat(backoff.failed(0, down, Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  @Rule(8)
  void failed_veryOften_neverOverflows() {
    Backoff backoff = new Backoff(HIGHEST);
    for (int i = 0; i < 1_000; i++) {
      assertThat(backoff.failed(0, down, Duration.ZERO))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
    }
    assertThat(backoff.failures()).isEqualTo(1_000);
  }

  @Test
  @Rule(8)
  void failed_tokenHeld_pausesAtMostHalfOfWhatRemains() {
    Backoff backoff = new Backoff(HIGHEST);
    for (int i = 0; i < 10; i++) {
      backoff.failed(0, down, Duration.ZERO);
    }
    assertThat(backoff.failed(0, down, Duration.ofSeconds(20)))
        .isBetween(Duration.ofMillis(9_998), Duration.ofSeconds(10));
    assertThat(backoff.failed(0, down, Duration.ofMillis(10))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  @Rule(9)
  void failed_serverAsksForLonger_isObeyedUpToAnHour() {
    Backoff backoff = new Backoff(LOWEST);
    assertThat(backoff.failed(0, down.withRetryAfter(Duration.ofSeconds(90)), Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(backoff.failed(0, down.withRetryAfter(Duration.ofDays(9)), Duration.ZERO))
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  @Rule({8, 14})
  void pausing_tickerWrapsAround_stillEnds() {
    Backoff backoff = new Backoff(LOWEST);
    long nearTheEnd = Long.MAX_VALUE - 10;
    backoff.failed(nearTheEnd, down, Duration.ZERO);
    assertThat(backoff.pausing(nearTheEnd + 999_999_999L)).isTrue();
    assertThat(backoff.pausing(nearTheEnd + 1_000_000_000L)).isFalse();
  }

  @Test
  void succeeded_forgetsEverything() {
    Backoff backoff = new Backoff(LOWEST);
    backoff.failed(0, down, Duration.ZERO);
    backoff.succeeded();
    assertThat(backoff.pausing(0)).isFalse();
    assertThat(backoff.failure()).isNull();
    assertThat(backoff.failures()).isZero();
  }
}
