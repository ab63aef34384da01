package dev.tokenward.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the clock of each authority is ahead of ours, by the {@code Date} of its last answer. A
 * server is not believed beyond five minutes. Thread-safe.
 */
final class ServerClocks {

  private static final Duration MOST = Duration.ofMinutes(5);

  private final Clock clock;
  private final Map<String, Duration> ahead = new ConcurrentHashMap<>();

  ServerClocks(Clock clock) {
    this.clock = clock;
  }

  void note(String authority, HttpSender.Response response) {
    HttpDate.of(response)
        .ifPresent(date -> ahead.put(authority, clamp(Duration.between(clock.instant(), date))));
  }

  /** The time at {@code authority}; ours when it never told. */
  Instant now(String authority) {
    return clock.instant().plus(ahead.getOrDefault(authority, Duration.ZERO));
  }

  private static Duration clamp(Duration skew) {
    if (skew.abs().compareTo(MOST) <= 0) {
      return skew;
    }
    return skew.isNegative() ? MOST.negated() : MOST;
  }
}
