package dev.tokenward.appcred;

import dev.tokenward.core.TokenException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A file that a credential names by a field, read anew each time, so that whoever replaces it need
 * not tell anybody.
 */
record NamedFile(String credential, String field, Path path) {

  private static final int LONGEST = 1 << 20;

  /**
   * The path in {@code text}.
   *
   * @throws IllegalArgumentException to be read after the field's name
   */
  static Path path(String text) {
    try {
      return Path.of(text.strip());
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is no path of a file");
    }
  }

  /** The whole content. */
  byte[] read() {
    if (!Files.exists(path)) {
      throw unreadable("does not exist or is out of reach", "Write it, or correct " + field + ".");
    }
    if (!Files.isRegularFile(path)) {
      throw unreadable("is a directory or a device", "Name a file in " + field + ".");
    }
    try (InputStream content = Files.newInputStream(path)) {
      byte[] read = content.readNBytes(LONGEST + 1);
      if (read.length > LONGEST) {
        throw unreadable("is larger than 1 MiB", "Name another file in " + field + ".");
      }
      return read;
    } catch (IOException e) {
      // The cause would say no more than this to whoever runs the program.
      throw unreadable("cannot be read", "Let the user that this program runs as read it.");
    }
  }

  private TokenException unreadable(String what, String nextStep) {
    return new TokenException(TokenException.Reason.CONFIGURATION, place() + " " + what, nextStep);
  }

  /** How a message calls it. */
  String place() {
    return "The file " + path + ", " + field + " of " + credential + ",";
  }
}
