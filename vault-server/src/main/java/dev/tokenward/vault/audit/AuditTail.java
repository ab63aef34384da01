package dev.tokenward.vault.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The end of an audit file.
 *
 * @param head the last whole record
 * @param size how many bytes there are up to and with that record
 * @param torn how many bytes follow: a write that the vault did not live to finish, and so never
 *     acknowledged
 */
record AuditTail(ChainHead head, long size, long torn) {

  private static final int WINDOW = 2 * RecordFormat.LONGEST_LINE;

  /**
   * Reads and checks the last records of a file; whole files are for {@link ChainVerifier}.
   *
   * @throws IOException saying what to do, when they are no chain
   */
  static AuditTail read(FileChannel channel, Path path) throws IOException {
    long size = afterLastLineEnd(channel);
    long from = Math.max(0, size - WINDOW);
    byte[] window = bytes(channel, from, (int) (size - from));
    ChainCheck check = new ChainCheck(null);
    // In the middle of the file, the window begins within a line.
    int start = from == 0 ? 0 : next(window, 0);
    boolean good = true;
    while (good && start < window.length) {
      int end = next(window, start);
      good = check.next(Arrays.copyOfRange(window, start, end - 1)).isEmpty();
      start = end;
    }
    if (!good || (size > 0 && check.head().equals(ChainHead.START))) {
      throw new IOException(
          "The audit file "
              + path
              + " is broken near its end. Look with: tokenward audit verify "
              + path
              + " and move it away to begin a new one.");
    }
    return new AuditTail(check.head(), size, channel.size() - size);
  }

  private static int next(byte[] window, int start) {
    int at = start;
    while (at < window.length && window[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  /** How many bytes whole lines take. */
  static long afterLastLineEnd(FileChannel channel) throws IOException {
    long end = channel.size();
    while (end > 0) {
      long from = Math.max(0, end - WINDOW);
      byte[] chunk = bytes(channel, from, (int) (end - from));
      for (int i = chunk.length; i > 0; i--) {
        if (chunk[i - 1] == '\n') {
          return from + i;
        }
      }
      end = from;
    }
    return 0;
  }

  /** Bytes of a file that has at least so many. */
  static byte[] bytes(FileChannel channel, long from, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("The audit file became shorter while it was read");
      }
    }
    return buffer.array();
  }
}
