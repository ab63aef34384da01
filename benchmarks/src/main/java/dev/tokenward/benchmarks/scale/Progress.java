package dev.tokenward.benchmarks.scale;

import java.io.PrintStream;

/** Says how far it is, each tenth of the way. */
final class Progress {

  private final PrintStream out;
  private String last = "";

  Progress(PrintStream out) {
    this.out = out;
  }

  /** Says what begins or came out. */
  synchronized void say(String line) {
    out.println(line);
  }

  /** Says that {@code done} of {@code all} are done, unless that was said. */
  synchronized void of(String what, int done, int all) {
    String line = "  %3d%% of %,d %s".formatted(10 * (10L * done / all), all, what);
    if (!line.equals(last)) {
      out.println(line);
    }
    last = line;
  }
}
