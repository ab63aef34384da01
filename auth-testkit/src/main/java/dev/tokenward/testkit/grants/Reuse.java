package dev.tokenward.testkit.grants;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a server makes of a refresh token that was used before. Immutable.
 *
 * @param window how long after its first use a token stays good; zero for not at all
 * @param revokesFamily whether a use that is refused ends all that came of the same consent
 */
public record Reuse(Duration window, boolean revokesFamily) {

  /** An old token stays good, as Entra ID has it. */
  public static Reuse tolerated() {
    return grace(ChronoUnit.FOREVER.getDuration());
  }

  /** An old token stays good for {@code window} after its first use; each use gives a sibling. */
  public static Reuse grace(Duration window) {
    return new Reuse(window, false);
  }

  /** A token is good once. */
  public static Reuse singleUse() {
    return grace(Duration.ZERO);
  }

  /** The same, but a use that is refused revokes the family, as Keycloak can be told to. */
  public Reuse revokingFamily() {
    return new Reuse(window, true);
  }

  boolean allows(Instant firstUse, Instant now) {
    return Duration.between(firstUse, now).compareTo(window) < 0;
  }
}
