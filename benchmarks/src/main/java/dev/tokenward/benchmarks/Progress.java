package dev.tokenward.benchmarks;

import java.io.PrintStream;

/** Says how far it is, each tenth of the way. */
public final class Progress {

  private final PrintStream out;
  private String what = "";
  private long tenths;

  public Progress(PrintStream out) {
    this.out = out;
  }

  /** Says what begins or came out. */
  public synchronized void say(String line) {
    out.println(line);
  }

  /** Says that {@code done} of {@code all} are done, when another tenth of them is. */
  public synchronized void of(String what, int done, int all) {
    long now = 10L * done / all;
    if (!what.equals(this.what) || now > tenths) {
      out.println("  %3d%% of %,d %s".formatted(10 * now, all, what));
      this.what = what;
      tenths = now;
    }
  }
}
