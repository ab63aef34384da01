package dev.tokenward.core;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that anything logs while it is open, at every level. */
public final class CapturedLog extends Handler implements AutoCloseable {

  // Held, because the platform lets go of a logger that nobody holds, with its level.
  private final Logger root = Logger.getLogger("");
  private final Level before = root.getLevel();
  private final StringBuilder text = new StringBuilder();

  /** Begins to listen. */
  public CapturedLog() {
    setFormatter(new SimpleFormatter());
    setLevel(Level.ALL);
    root.setLevel(Level.ALL);
    root.addHandler(this);
  }

  /** What was logged so far. */
  public synchronized String text() {
    return text.toString();
  }

  @Override
  public synchronized void publish(LogRecord line) {
    // An emulator's server is no part of what is tested, and logs what it was told to answer.
    if (!String.valueOf(line.getLoggerName()).startsWith("org.eclipse.jetty")) {
      text.append(getFormatter().format(line));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
    root.setLevel(before);
  }
}
