package dev.tokenward.benchmarks.engine;

import java.util.logging.Level;
import java.util.logging.Logger;

/** No library logs while it is measured: each would in its own amount. */
final class Silence {

  private Silence() {}

  static void begin() {
    Logger.getLogger("").setLevel(Level.OFF);
  }
}
