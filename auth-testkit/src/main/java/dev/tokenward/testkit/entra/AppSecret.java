package dev.tokenward.testkit.entra;

import java.time.Instant;
import java.util.Optional;

/**
 * A client secret of an app.
 *
 * @param acceptedFrom when it has spread to the servers that have to know it
 * @param expires when it is no longer taken
 */
record AppSecret(String value, Instant acceptedFrom, Instant expires) {

  static AppSecret always(String value) {
    return new AppSecret(value, Instant.MIN, Instant.MAX);
  }

  boolean hasSpread(String presented, Instant now) {
    return value.equals(presented) && !now.isBefore(acceptedFrom);
  }

  Optional<EntraError> refusal(Instant now) {
    return now.isBefore(expires) ? Optional.empty() : Optional.of(EntraError.EXPIRED_SECRET);
  }

  @Override
  public String toString() {
    return "AppSecret[" + acceptedFrom + " to " + expires + "]";
  }
}
