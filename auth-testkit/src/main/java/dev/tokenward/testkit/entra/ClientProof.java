package dev.tokenward.testkit.entra;

import java.time.Instant;
import java.util.Optional;

/** What a client shows to prove which app it is. */
interface ClientProof {

  /** Why it does not prove to be {@code app}, if it does not. */
  Optional<EntraError> refusal(EntraApp app, Instant now);

  /** Whether anything was shown. */
  default boolean isProof() {
    return true;
  }

  /** The {@code appidacr} of a token that is issued for it. */
  String strength();
}
