package dev.tokenward.testkit.entra;

import java.time.Instant;
import java.util.Optional;

/** A client secret as presented. */
record ClientSecret(String presented) implements ClientProof {

  @Override
  public Optional<EntraError> refusal(EntraApp app, Instant now) {
    return app.check(presented, now);
  }

  @Override
  public String strength() {
    return "1";
  }

  @Override
  public String toString() {
    return "ClientSecret[]";
  }
}
