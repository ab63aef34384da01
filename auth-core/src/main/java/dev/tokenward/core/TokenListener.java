package dev.tokenward.core;

/**
 * Hears what happens to tokens, on a thread of the runtime and never on a caller's. What it throws
 * is logged and hurts nobody. Thread-safe implementations only: several threads may call at once.
 */
@FunctionalInterface
public interface TokenListener {

  /** Hears nothing. */
  TokenListener NONE = event -> {};

  /** Called once for each event, in no guaranteed order across requests. */
  void on(TokenEvent event);
}
