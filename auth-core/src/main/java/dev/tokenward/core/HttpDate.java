package dev.tokenward.core;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** A time as HTTP writes it (RFC 9110, 5.6.7). */
final class HttpDate {

  private HttpDate() {}

  /** When the server says it answered. */
  static Optional<Instant> of(HttpSender.Response response) {
    return response.header("Date").flatMap(HttpDate::parse);
  }

  static Optional<Instant> parse(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
