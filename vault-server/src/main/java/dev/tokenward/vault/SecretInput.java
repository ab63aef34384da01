package dev.tokenward.vault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads secrets from where they may come: a file, or standard input. Never an argument. */
final class SecretInput {

  private static final String STANDARD_INPUT = "-";

  private SecretInput() {}

  /**
   * The secrets that options name, by their fields.
   *
   * @param options {@code @FILE} or {@code -} for each field
   * @throws IllegalArgumentException saying what is wrong, without the value that was given
   */
  static Map<String, String> read(Map<String, String> options, InputStream standardInput) {
    if (options.values().stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw new IllegalArgumentException("Standard input holds one secret; name a file for others");
    }
    options.forEach(SecretInput::require);
    Map<String, String> secrets = new LinkedHashMap<>();
    options.forEach((field, from) -> secrets.put(field, secret(from, standardInput)));
    return secrets;
  }

  private static void require(String field, String from) {
    if (!from.startsWith("@") && !from.equals(STANDARD_INPUT)) {
      throw new IllegalArgumentException(
          "A secret among the arguments can be read by every user of this machine, and stays in"
              + " the shell's history. Replace it if it was a real one, and write --secret "
              + field
              + "=@FILE, or --secret "
              + field
              + "=- for standard input");
    }
  }

  private static String secret(String from, InputStream standardInput) {
    return from.equals(STANDARD_INPUT) ? read(standardInput) : read(Path.of(from.substring(1)));
  }

  private static String read(InputStream standardInput) {
    try {
      return text(standardInput.readAllBytes(), "Standard input");
    } catch (IOException e) {
      throw new CommandException("Standard input cannot be read. Name a file.");
    }
  }

  /** The text of a file, without the end of its line. */
  static String read(Path file) {
    try {
      return text(Files.readAllBytes(file), "The file " + file);
    } catch (IOException e) {
      throw new CommandException("The file " + file + " cannot be read. Correct its name or mode.");
    }
  }

  private static String text(byte[] bytes, String what) {
    String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("[\\r\\n]+$", "");
    if (text.isBlank()) {
      throw new CommandException(what + " is empty. Write the secret into it.");
    }
    return text;
  }
}
