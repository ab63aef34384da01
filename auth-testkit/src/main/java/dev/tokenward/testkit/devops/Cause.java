package dev.tokenward.testkit.devops;

/** Why Azure DevOps refuses a credential. */
public enum Cause {
  /** None came, or one that it does not understand or does not know. */
  UNKNOWN_CREDENTIAL,
  /** A PAT that is expired, revoked, or lacks the scope. */
  DEAD_PAT,
  /** An Entra token that is expired. */
  EXPIRED_BEARER,
  /** An Entra token of another audience or tenant, or of an identity that is no member. */
  FOREIGN_BEARER
}
