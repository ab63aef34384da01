package dev.tokenward.vault.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads lines of bytes, keeping of each no more than the longest record. Confined. */
final class LineReader {

  private final InputStream stream;
  private final byte[] buffer = new byte[RecordFormat.LONGEST_LINE];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int from;
  private int to;
  private long length;

  LineReader(InputStream stream) {
    this.stream = stream;
  }

  /** Whether there is another line with an end; what follows the last end has a length only. */
  boolean next() throws IOException {
    line.reset();
    length = 0;
    while (from < to || fill()) {
      int end = lineEnd();
      length += end - from;
      line.write(buffer, from, Math.min(end - from, buffer.length - line.size()));
      from = end + 1;
      if (end < to) {
        return true;
      }
    }
    return false;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, stream.read(buffer));
    return to > 0;
  }

  private int lineEnd() {
    int at = from;
    while (at < to && buffer[at] != '\n') {
      at++;
    }
    return at;
  }

  /** The line without its end. */
  byte[] line() {
    return line.toByteArray();
  }

  /** How many bytes were read for it. */
  long length() {
    return length;
  }
}
