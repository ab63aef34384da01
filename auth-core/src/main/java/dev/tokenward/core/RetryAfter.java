package dev.tokenward.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The header {@code Retry-After} (RFC 9110, 10.2.3), in seconds or as a date. */
final class RetryAfter {

  /** A server is not believed beyond this. */
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /**
   * The pause that {@code response} asks for, cut to {@link #LONGEST}; empty when it asks none.
   *
   * @param serverNow the time at the server, as far as it is known
   */
  static Optional<Duration> of(HttpSender.Response response, Instant serverNow) {
    return response
        .header("Retry-After")
        .flatMap(value -> parse(value.strip(), HttpDate.of(response).orElse(serverNow)));
  }

  static Duration clamp(Duration pause) {
    if (pause.isNegative()) {
      return Duration.ZERO;
    }
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  private static Optional<Duration> parse(String value, Instant serverNow) {
    if (value.matches("\\d{1,9}")) {
      return Optional.of(clamp(Duration.ofSeconds(Long.parseLong(value))));
    }
    return HttpDate.parse(value).map(end -> clamp(Duration.between(serverNow, end)));
  }
}
