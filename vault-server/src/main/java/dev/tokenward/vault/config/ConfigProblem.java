package dev.tokenward.vault.config;

import java.nio.file.Path;

/**
 * One thing in the configuration file to look at.
 *
 * @param line where, counted from 1; 0 when it is about the file as a whole
 * @param path which key, such as {@code credentials.ado.token}; empty for the file as a whole
 * @param message what is wrong and what to write instead; never a secret
 */
public record ConfigProblem(int line, String path, String message) {

  /** One line of text in the form of a compiler's message, {@code FILE:LINE: key: message}. */
  public String in(Path file) {
    return file
        + (line == 0 ? "" : ":" + line)
        + (path.isEmpty() ? "" : ": " + path)
        + ": "
        + message;
  }
}
