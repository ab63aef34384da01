package dev.tokenward.testkit.entra;

/** How a token response states the life of its token. */
public enum ExpiresIn {
  /** As a JSON number, as Entra ID does. */
  NUMBER,
  /** As a JSON string, as older endpoints do. */
  STRING,
  /** Not at all, which RFC 6749 section 5.1 allows. */
  MISSING
}
