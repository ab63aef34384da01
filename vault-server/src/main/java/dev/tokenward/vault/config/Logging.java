package dev.tokenward.vault.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/**
 * Sets up the log: one line an event on standard error, warnings of libraries only, and nothing of
 * MSAL4J, whose warnings carry what the identity provider answered.
 */
public final class Logging {

  private Logging() {}

  /** Sets it up for the whole process. */
  public static void start() {
    try (InputStream settings = Logging.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(settings);
    } catch (IOException e) {
      throw new UncheckedIOException("The log settings in the jar cannot be read", e);
    }
  }
}
