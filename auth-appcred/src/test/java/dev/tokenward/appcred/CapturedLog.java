package dev.tokenward.appcred;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that anything logs while it is open, at every level, MSAL4J's SLF4J included. */
final class CapturedLog extends Handler implements AutoCloseable {

  // Held, because the platform lets go of a logger that nobody holds, with its level.
  private final Logger root = Logger.getLogger("");
  private final Level before = root.getLevel();
  private final StringBuilder text = new StringBuilder();

  CapturedLog() {
    setFormatter(new SimpleFormatter());
    setLevel(Level.ALL);
    root.setLevel(Level.ALL);
    root.addHandler(this);
  }

  synchronized String text() {
    return text.toString();
  }

  @Override
  public synchronized void publish(LogRecord line) {
    // The emulator's server is no part of what is tested, and logs what it was told to answer.
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
