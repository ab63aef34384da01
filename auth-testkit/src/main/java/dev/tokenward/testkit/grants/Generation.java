package dev.tokenward.testkit.grants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One refresh token of a family. Guarded by the {@link RefreshLedger} that it is in. */
final class Generation {

  private final Family family;
  private final String digest;
  private final Instant issued;
  private @Nullable Instant firstUse;
  private int presented;
  private int redeemed;
  private int inFlight;
  private int mostInFlight;

  Generation(Family family, String digest, Instant issued) {
    this.family = family;
    this.digest = digest;
    this.issued = issued;
  }

  Family family() {
    return family;
  }

  Instant issued() {
    return issued;
  }

  int inFlight() {
    return inFlight;
  }

  void enter() {
    presented++;
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
  }

  void leave() {
    inFlight--;
  }

  /** Uses it up as far as {@code reuse} says; false if it is not good any more. */
  boolean redeem(Reuse reuse, Instant now) {
    if (family.isRevoked()) {
      return false;
    }
    if (firstUse != null && !reuse.allows(firstUse, now)) {
      family.revokeIf(reuse.revokesFamily());
      return false;
    }
    firstUse = firstUse == null ? now : firstUse;
    redeemed++;
    return true;
  }

  Refreshes seen() {
    return new Refreshes(
        family.id(), digest, presented, redeemed, mostInFlight, family.isRevoked());
  }
}
