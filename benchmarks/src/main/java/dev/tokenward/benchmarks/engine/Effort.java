package dev.tokenward.benchmarks.engine;

import java.time.Duration;

/**
 * How much is run.
 *
 * @param rounds how often the cases are run where a few percent matter; others run once
 * @param warmups iterations before the measured ones
 * @param iterations measured iterations
 * @param iteration how long one takes
 * @param outage how long the provider is down
 * @param renewals how long tokens of two minutes are watched
 * @param held how many tokens are held to be weighed
 */
record Effort(
    int rounds,
    int warmups,
    int iterations,
    Duration iteration,
    Duration outage,
    Duration renewals,
    int held) {

  static final Effort FULL =
      new Effort(
          3, 2, 4, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(300), 10_000);
  static final Effort QUICK =
      new Effort(
          1, 1, 2, Duration.ofMillis(200), Duration.ofSeconds(6), Duration.ofSeconds(6), 1_000);
}
