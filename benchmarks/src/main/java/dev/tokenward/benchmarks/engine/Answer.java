package dev.tokenward.benchmarks.engine;

import dev.tokenward.core.TokenRuntime;
import java.time.Duration;
import java.time.Instant;

/**
 * What the provider says.
 *
 * @param status 200 with a token, or a failure
 * @param token the token's text; as long as one of Entra ID with few claims
 * @param life from the issue of the token to its end
 * @param lived how much of it has passed
 * @param retryAfter the pause that a failure asks for, or zero
 */
record Answer(int status, String token, Duration life, Duration lived, Duration retryAfter) {

  static final int LENGTH = 1_000;

  static Answer token(Duration life, Duration lived) {
    return new Answer(200, "", life, lived, Duration.ZERO);
  }

  static Answer failure(int status, Duration retryAfter) {
    return new Answer(status, "", Duration.ZERO, Duration.ZERO, retryAfter);
  }

  Answer numbered(long number) {
    String text = "%010d".formatted(number) + "x".repeat(LENGTH - 10);
    return new Answer(status, text, life, lived, retryAfter);
  }

  boolean ok() {
    return status == 200;
  }

  Instant issuedAt() {
    return TokenRuntime.system().clock().instant().minus(lived);
  }

  Instant expiresAt() {
    return issuedAt().plus(life);
  }

  /** For libraries that know a failure as an exception only. */
  Answer orThrow() {
    if (!ok()) {
      throw new IllegalStateException("The provider answered " + status);
    }
    return this;
  }

  /** The body that RFC 6749 describes. */
  String json() {
    return ok()
        ? "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(token, life.minus(lived).toSeconds())
        : "{\"error\":\"temporarily_unavailable\"}";
  }
}
