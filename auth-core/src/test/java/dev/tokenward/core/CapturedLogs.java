package dev.tokenward.core;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/** Everything that is logged below a name while it is open, with stack traces. */
public final class CapturedLogs implements AutoCloseable {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StreamHandler handler = new StreamHandler(bytes, new SimpleFormatter());
  private final Logger logger;
  private final Level before;

  /** Begins to capture everything that is logged below {@code name}. */
  public CapturedLogs(String name) {
    this(name, Level.ALL);
  }

  /** Begins to capture what is logged below {@code name}, from {@code level} upwards. */
  public CapturedLogs(String name, Level level) {
    logger = Logger.getLogger(name);
    before = logger.getLevel();
    handler.setLevel(Level.ALL);
    logger.setLevel(level);
    logger.addHandler(handler);
  }

  /** What was logged so far. */
  public String text() {
    handler.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setLevel(before);
  }
}
