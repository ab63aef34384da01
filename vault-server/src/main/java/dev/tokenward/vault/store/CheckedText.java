package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Lines of text between a first one that names their format and a last one with a checksum, so that
 * what was cut off or edited by accident is named and never half read. The checksum keeps nobody
 * from editing on purpose.
 */
final class CheckedText {

  private static final String CHECKSUM = "checksum ";
  private static final int CHECKSUM_BYTES = 8;

  private CheckedText() {}

  /** The lines, which end with a line end, and their checksum. */
  static byte[] write(byte[] lines) {
    byte[] last = (CHECKSUM + checksum(lines) + "\n").getBytes(ISO_8859_1);
    byte[] text = Arrays.copyOf(lines, lines.length + last.length);
    System.arraycopy(last, 0, text, lines.length, last.length);
    return text;
  }

  /**
   * What was written: every line but the last.
   *
   * @param origin what the text is, for messages
   */
  static byte[] read(byte[] text, RingFormat format, String origin) {
    format.requireFirstLine(text, origin);
    int end = text[text.length - 1] == '\n' ? text.length - 1 : text.length;
    int last = lastLine(text, end);
    byte[] lines = Arrays.copyOf(text, last);
    String checksum = new String(text, last, end - last, ISO_8859_1);
    if (!checksum.matches(CHECKSUM + "[0-9a-f]{" + 2 * CHECKSUM_BYTES + "}")) {
      throw new KeyRingException(
          origin
              + " was cut off or edited: its last line is no checksum. Put back a whole copy of"
              + " it.");
    }
    if (!checksum.equals(CHECKSUM + checksum(lines))) {
      throw new KeyRingException(
          origin
              + " was edited or damaged: its checksum is not that of its lines. Put back an"
              + " unchanged copy of it.");
    }
    return lines;
  }

  private static int lastLine(byte[] text, int end) {
    int start = end;
    while (start > 0 && text[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private static String checksum(byte[] lines) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(lines);
      return HexFormat.of().formatHex(hash, 0, CHECKSUM_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
