package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;

/** Why a caller may not use a credential, as it is told. */
final class Unusable {

  private Unusable() {}

  /** The same for one that is not there and for one that the caller may not know of. */
  static RefusedException notFound(String name) {
    return new RefusedException(
        Reason.NOT_FOUND, "There is no credential " + name + " that this caller may use");
  }

  static RefusedException wider(Permission permission) {
    return refusal(permission, "");
  }

  static RefusedException wider(Permission permission, String name) {
    return refusal(permission, " on " + name);
  }

  private static RefusedException refusal(Permission permission, String on) {
    return new RefusedException(
        Reason.WIDER_THAN_POLICY,
        "No policy gives this caller " + permission.text() + on,
        null,
        "Ask the operator for a policy with the permission " + permission.text() + ".");
  }

  /** Why is for those who may test it, and for the log. */
  static RefusedException broken(String name) {
    return new RefusedException(
        Reason.CREDENTIAL_BROKEN,
        "The credential " + name + " cannot be used as it is configured, whatever is asked of it",
        null,
        "Ask the operator to test it: POST /v1/credentials/" + name + "/test says what is wrong.");
  }

  static RefusedException storedSecret(String name) {
    return new RefusedException(
        Reason.STORED_SECRET_NOT_RELEASED,
        "The token of " + name + " is the stored secret itself, which never leaves the vault",
        null,
        "Make a virtual PAT (POST /v1/credentials/"
            + name
            + "/virtual-pats), or send the request through /proxy/"
            + name
            + "/.");
  }
}
