package dev.tokenward.core;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After} (RFC 9110, 10.2.3), in seconds or as a date. */
final class RetryAfter {

  /** A server is not believed beyond this. */
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /** The pause that {@code response} asks for, cut to {@link #LONGEST}; empty when it asks none. */
  static Optional<Duration> of(HttpSender.Response response, Clock clock) {
    return response.header("Retry-After").flatMap(value -> parse(value.strip(), response, clock));
  }

  static Duration clamp(Duration pause) {
    if (pause.isNegative()) {
      return Duration.ZERO;
    }
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  private static Optional<Duration> parse(String value, HttpSender.Response response, Clock clock) {
    if (value.matches("\\d{1,9}")) {
      return Optional.of(clamp(Duration.ofSeconds(Long.parseLong(value))));
    }
    // The server's own idea of now, where it tells: the two clocks may differ.
    Instant now = response.header("Date").flatMap(RetryAfter::date).orElseGet(clock::instant);
    return date(value).map(end -> clamp(Duration.between(now, end)));
  }

  private static Optional<Instant> date(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
