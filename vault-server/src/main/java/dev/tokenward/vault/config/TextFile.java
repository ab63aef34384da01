package dev.tokenward.vault.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a file of text, or says what to do so that it can be read. */
final class TextFile {

  private TextFile() {}

  static Optional<String> read(Path file, Surroundings surroundings, Consumer<String> problem) {
    try {
      ByteBuffer content = ByteBuffer.wrap(surroundings.read(file));
      String text = StandardCharsets.UTF_8.newDecoder().decode(content).toString();
      // Some editors begin a file with a byte order mark, which is no part of its text.
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (IOException e) {
      problem.accept(unreadable(file, e));
      return Optional.empty();
    }
  }

  static String unreadable(Path file, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "There is no file " + file + ". Create it, or correct the path.";
    }
    if (failure instanceof AccessDeniedException) {
      return "The user who runs the vault may not read " + file + ". Give that user permission.";
    }
    return failure instanceof CharacterCodingException
        ? "The file " + file + " is not UTF-8 text. Save it as UTF-8."
        : "The file " + file + " cannot be read. It must be an ordinary file.";
  }
}
