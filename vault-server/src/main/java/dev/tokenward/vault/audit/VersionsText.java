package dev.tokenward.vault.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tokenward.vault.audit.HighestVersions.Known;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Highest versions in text: up to which record of the chain they go, a line for each, and the seal
 * of all that.
 */
final class VersionsText {

  private static final System.Logger LOG = System.getLogger(VersionsText.class.getName());
  private static final String FORMAT = "tokenward versions 1 ";

  private VersionsText() {}

  static byte[] write(long seq, HighestVersions versions) {
    StringBuilder text = new StringBuilder(FORMAT).append(seq).append('\n');
    versions
        .all()
        .forEach(
            (key, known) ->
                text.append(known.version())
                    .append(' ')
                    .append(known.until() == null ? "-" : known.until())
                    .append(' ')
                    .append(key)
                    .append('\n'));
    return text.append(versions.seal(digest(text.toString())))
        .append('\n')
        .toString()
        .getBytes(UTF_8);
  }

  /**
   * Reads what is sealed, into {@code versions}; what is not is left out, and the chain is read
   * instead.
   *
   * @return the last record of the chain that they tell of; 0 where there are none
   */
  static long load(Path file, HighestVersions versions) throws IOException {
    try {
      String text = Files.readString(file);
      int end = text.lastIndexOf('\n', text.length() - 2) + 1;
      if (isSeal(text.substring(end), versions.seal(digest(text.substring(0, end))))) {
        return read(text.substring(0, end), versions);
      }
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IllegalArgumentException | DateTimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "No text of versions", e);
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "The file {0} is not as the vault wrote it; the whole audit is read instead",
        file);
    return 0;
  }

  private static boolean isSeal(String line, String seal) {
    return MessageDigest.isEqual(line.strip().getBytes(UTF_8), seal.getBytes(UTF_8));
  }

  private static long read(String text, HighestVersions versions) {
    String[] lines = text.split("\n", -1);
    for (int i = 1; i < lines.length - 1; i++) {
      String[] parts = lines[i].split(" ", 3);
      versions.raise(parts[2], new Known(Long.parseLong(parts[0]), end(parts[1])));
    }
    return Long.parseLong(lines[0].substring(FORMAT.length()));
  }

  private static @Nullable Instant end(String text) {
    return text.equals("-") ? null : Instant.parse(text);
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
