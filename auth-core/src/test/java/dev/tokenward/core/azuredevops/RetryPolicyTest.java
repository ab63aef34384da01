package dev.tokenward.core.azuredevops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

  private static Optional<Duration> wait(RetryPolicy policy, int repeated) {
    return policy.waitAfter(429, repeated, Optional.empty());
  }

  @Test
  void default_waitsFiveTimesAndTwiceAsLongEachTime() {
    assertThat(IntStream.range(0, 6).mapToObj(i -> wait(RetryPolicy.DEFAULT, i)))
        .containsExactly(
            Optional.of(Duration.ofSeconds(1)),
            Optional.of(Duration.ofSeconds(2)),
            Optional.of(Duration.ofSeconds(4)),
            Optional.of(Duration.ofSeconds(8)),
            Optional.of(Duration.ofSeconds(16)),
            Optional.empty());
  }

  @Test
  void notMultiplied_waitsAlikeEachTime() {
    RetryPolicy policy = new RetryPolicy(Set.of(429, 503), 3, false);
    assertThat(IntStream.range(0, 4).mapToObj(i -> wait(policy, i)))
        .containsExactly(
            Optional.of(Duration.ofSeconds(1)),
            Optional.of(Duration.ofSeconds(1)),
            Optional.of(Duration.ofSeconds(1)),
            Optional.empty());
  }

  @Test
  void multiplied_neverWaitsLongerThanTheLongest() {
    assertThat(wait(new RetryPolicy(Set.of(429), 10, true), 9)).contains(RetryPolicy.LONGEST_WAIT);
  }

  @Test
  void otherStatus_endsIt() {
    assertThat(RetryPolicy.DEFAULT.waitAfter(503, 0, Optional.of("1"))).isEmpty();
    assertThat(RetryPolicy.NONE.waitAfter(429, 0, Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "7, 7", "60, 60", "61, ", "x, 1", "-5, 1", "99999999999, 1"})
  void retryAfter_countsWhereItIsLonger_andEndsItWhereItIsTooLong(String asked, Integer waited) {
    assertThat(RetryPolicy.DEFAULT.waitAfter(429, 0, Optional.of(asked)))
        .isEqualTo(Optional.ofNullable(waited).map(Duration::ofSeconds));
  }
}
