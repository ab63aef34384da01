package dev.tokenward.testkit.grants;

import java.util.UUID;

/** All refresh tokens that came of one consent. Guarded by its {@link RefreshLedger}. */
final class Family {

  private final String id = UUID.randomUUID().toString();
  private boolean revoked;

  String id() {
    return id;
  }

  boolean isRevoked() {
    return revoked;
  }

  void revokeIf(boolean condition) {
    revoked |= condition;
  }
}
