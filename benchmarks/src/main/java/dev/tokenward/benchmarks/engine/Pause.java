package dev.tokenward.benchmarks.engine;

import java.time.Duration;

/** Waits, and takes an interrupt for the end of the run. */
final class Pause {

  private Pause() {}

  static void of(Duration length) {
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting", e);
    }
  }
}
