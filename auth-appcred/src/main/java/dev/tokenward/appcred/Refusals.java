package dev.tokenward.appcred;

import dev.tokenward.core.TokenException;

/** What a server's refusals mean to whoever runs the app. */
@FunctionalInterface
interface Refusals {

  /** What is said of a 429. */
  String TOO_MANY = "429";

  /** What is said of a 5xx. */
  String OUT_OF_ORDER = "5xx";

  /** What is said of an answer that no token endpoint gives. */
  String NO_TOKEN = "no token";

  /**
   * The failure of the credential {@code name}, by the first of {@code said} that means something:
   * codes of the server, the HTTP status, or one of the above.
   */
  TokenException of(String name, String... said);
}
