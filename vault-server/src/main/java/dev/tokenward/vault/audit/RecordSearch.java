package dev.tokenward.vault.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds records by their numbers or times in a file of a chain, by halving: both only grow. What it
 * finds in a file that was tampered with may be wrong, so callers compare hashes.
 */
final class RecordSearch {

  private static final byte[] SEQ = "{\"seq\":".getBytes(US_ASCII);
  private static final int WINDOW = 2 * RecordFormat.LONGEST_LINE;

  /** Tells what lies before what is sought, and so stands at the beginning of the file. */
  @FunctionalInterface
  interface Before {

    /** Whether that line does. */
    boolean is(byte[] line) throws IOException;
  }

  private final FileChannel channel;
  private final long size;

  /** Looks at the first {@code size} bytes of a file. */
  RecordSearch(FileChannel channel, long size) {
    this.channel = channel;
    this.size = size;
  }

  /** The number at the beginning of a line; -1 where there is none. */
  static long seq(byte[] line) {
    if (!Arrays.equals(line, 0, Math.min(SEQ.length, line.length), SEQ, 0, SEQ.length)) {
      return -1;
    }
    int at = SEQ.length;
    long seq = 0;
    while (at < line.length && line[at] >= '0' && line[at] <= '9' && at < SEQ.length + 18) {
      seq = 10 * seq + line[at++] - '0';
    }
    return seq;
  }

  /** The record of that number, without its line's end. */
  Optional<byte[]> record(long seq) throws IOException {
    byte[] line = line(offset(seq));
    return seq(line) == seq ? Optional.of(line) : Optional.empty();
  }

  /** Where the first record of that number or a higher one begins; the end if there is none. */
  long offset(long seq) throws IOException {
    return offset(seq, 0, size);
  }

  /**
   * The same, where the answer is known to lie.
   *
   * @param from where a line with a lower number begins, or the file
   * @param to from where on all numbers are that or higher, or the end
   */
  long offset(long seq, long from, long to) throws IOException {
    return firstNot(line -> seq(line) < seq, from, to);
  }

  /** Where the first record begins that does not lie before what is sought; the end if all do. */
  long firstNot(Before before) throws IOException {
    return firstNot(before, 0, size);
  }

  private long firstNot(Before before, long from, long to) throws IOException {
    long low = from;
    long high = to;
    while (high - low > WINDOW) {
      long middle = (low + high) / 2;
      long start = lineFrom(middle);
      if (start < size && before.is(line(start))) {
        low = start;
      } else {
        high = middle;
      }
    }
    while (low < size && before.is(line(low))) {
      low = lineFrom(low + 1);
    }
    return low;
  }

  /** Where the first line at or behind a position begins. */
  private long lineFrom(long position) throws IOException {
    for (long from = position - 1; from < size; from += WINDOW) {
      byte[] bytes = bytes(from, WINDOW);
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          return from + i + 1;
        }
      }
    }
    return size;
  }

  /** The line that begins there, without its end, as far as a record can be long. */
  byte[] line(long start) throws IOException {
    byte[] bytes = bytes(start, RecordFormat.LONGEST_LINE);
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return Arrays.copyOf(bytes, end);
  }

  private byte[] bytes(long from, int most) throws IOException {
    return AuditTail.bytes(channel, from, (int) Math.min(most, Math.max(0, size - from)));
  }
}
