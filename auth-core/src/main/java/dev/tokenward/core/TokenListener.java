package dev.tokenward.core;

/**
 * Hears what happens to tokens, on a thread of the runtime and never on a caller's. What it throws
 * is logged and hurts nobody.
 */
@FunctionalInterface
public interface TokenListener {

  /** Hears nothing. */
  TokenListener NONE = event -> {};

  /** Called once for each event, in no guaranteed order across requests. */
  void on(TokenEvent event);
}
