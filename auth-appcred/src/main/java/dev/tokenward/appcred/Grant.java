package dev.tokenward.appcred;

import dev.tokenward.core.MintedToken;

/** Trades what an app has for a token, by one request. */
@FunctionalInterface
interface Grant {

  /**
   * Asks {@code authority} for what {@code ask} says.
   *
   * @throws dev.tokenward.core.TokenException with nothing in it that the server wrote
   */
  MintedToken acquire(Authority authority, Ask ask);
}
