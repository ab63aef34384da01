package dev.tokenward.appcred;

import dev.tokenward.core.MintedToken;
import org.jspecify.annotations.Nullable;

/** Trades what an app has for a token, by one request. */
@FunctionalInterface
interface Grant {

  /**
   * Asks {@code authority} for {@code scope}.
   *
   * @param claims what the token has to say besides, as JSON, or null
   * @throws dev.tokenward.core.TokenException with nothing in it that the server wrote
   */
  MintedToken acquire(Authority authority, String scope, @Nullable String claims);
}
