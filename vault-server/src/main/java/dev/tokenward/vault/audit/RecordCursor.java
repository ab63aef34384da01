package dev.tokenward.vault.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the records of a chain from file to file. A vault may go on to a new file meanwhile: what
 * is missing then is looked for once more. Confined.
 */
final class RecordCursor implements Closeable {

  /** Finds where in a file the first record of a number or a higher one begins. */
  @FunctionalInterface
  interface Offsets {

    /** Its position. */
    long offset(FileChannel channel, long seq) throws IOException;
  }

  private final Path file;
  private final Offsets offsets;
  private Iterator<Path> paths;
  private @Nullable InputStream stream;
  private @Nullable LineReader lines;
  private long wanted;
  private long seq;
  private byte[] line = new byte[0];

  private RecordCursor(Path file, long from, Offsets offsets, List<Path> paths) {
    this.file = file;
    this.wanted = from;
    this.offsets = offsets;
    this.paths = paths.iterator();
  }

  static RecordCursor open(Path file, long from, Offsets offsets) throws IOException {
    return new RecordCursor(file, from, offsets, ChainFiles.from(file, from));
  }

  /** Goes to the next record, if there is one. */
  boolean next() throws IOException {
    boolean sought = false;
    while (true) {
      while (lines == null || !lines.next()) {
        if (!openNext()) {
          return false;
        }
      }
      line = lines.line();
      seq = RecordSearch.seq(line);
      if (seq < 0) {
        throw new IOException(
            "The audit holds what is no record. Look with: tokenward audit verify");
      }
      if (seq > wanted && !sought) {
        // The file that held it got another name after it was listed; at the beginning, it is gone.
        sought = true;
        again();
        continue;
      }
      if (seq >= wanted) {
        wanted = seq + 1;
        return true;
      }
    }
  }

  private void again() throws IOException {
    close();
    paths = ChainFiles.from(file, wanted).iterator();
  }

  private boolean openNext() throws IOException {
    close();
    if (!paths.hasNext()) {
      return false;
    }
    try {
      FileChannel channel = FileChannel.open(paths.next(), StandardOpenOption.READ);
      stream = Channels.newInputStream(channel);
      channel.position(offsets.offset(channel, wanted));
      lines = new LineReader(stream);
    } catch (NoSuchFileException e) {
      // Deleted, for its age, or not begun yet: the files behind it tell.
      lines = null;
    }
    return true;
  }

  long seq() {
    return seq;
  }

  byte[] line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    lines = null;
    if (stream != null) {
      stream.close();
    }
  }
}
