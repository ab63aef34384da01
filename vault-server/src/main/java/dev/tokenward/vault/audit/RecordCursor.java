package dev.tokenward.vault.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks the records of a chain from file to file, and through its spool. A vault may go on to a new
 * file meanwhile, or move what was spooled into the file: what is missing then is looked for once
 * more. Confined.
 */
final class RecordCursor implements Closeable {

  /** Finds where in a file the first record of a number or a higher one begins. */
  @FunctionalInterface
  interface Offsets {

    /** Its position. */
    long offset(FileChannel channel, long seq) throws IOException;
  }

  private final Path file;
  private final Optional<Path> spool;
  private final Offsets offsets;
  private Iterator<Path> paths = Collections.emptyIterator();
  private boolean spoolRead;
  private @Nullable InputStream stream;
  private @Nullable LineReader lines;
  private long wanted;
  private long seq;
  private byte[] line = new byte[0];

  private RecordCursor(Path file, Optional<Path> spool, long from, Offsets offsets) {
    this.file = file;
    this.spool = spool;
    this.wanted = from;
    this.offsets = offsets;
  }

  static RecordCursor open(Path file, Optional<Path> spool, long from, Offsets offsets)
      throws IOException {
    RecordCursor cursor = new RecordCursor(file, spool, from, offsets);
    cursor.again();
    return cursor;
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
    spoolRead = spool.isEmpty();
  }

  private boolean hasNext() throws IOException {
    if (!paths.hasNext() && !spoolRead) {
      spoolRead = true;
      // What left the spool before it is read was in the file before that.
      List<Path> rest = new ArrayList<>(spool.stream().toList());
      rest.addAll(ChainFiles.from(file, wanted));
      paths = rest.iterator();
    }
    return paths.hasNext();
  }

  private boolean openNext() throws IOException {
    close();
    if (!hasNext()) {
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
