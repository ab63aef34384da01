package dev.tokenward.testkit.entra;

import java.time.Instant;
import java.util.Optional;

/** Nothing, which is all that a public client has. */
record NoProof() implements ClientProof {

  @Override
  public Optional<EntraError> refusal(EntraApp app, Instant now) {
    return app.allowsPublicClient() ? Optional.empty() : Optional.of(EntraError.MISSING_SECRET);
  }

  @Override
  public boolean isProof() {
    return false;
  }

  @Override
  public String strength() {
    return "0";
  }
}
