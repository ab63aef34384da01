package dev.tokenward.core;

/**
 * Hears what happens to tokens, on a thread of the runtime and never on a caller's. What it throws
 * is logged and hurts nobody. One source calls one at a time, in the order of what happened; a
 * listener of several sources is called by several threads at once. One that falls a thousand
 * events behind misses the next ones.
 */
@FunctionalInterface
public interface TokenListener {

  /** Hears nothing. */
  TokenListener NONE = event -> {};

  /** Called once for each event. */
  void on(TokenEvent event);
}
