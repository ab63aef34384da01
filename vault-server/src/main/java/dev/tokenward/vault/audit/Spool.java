package dev.tokenward.vault.audit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The second place of a chain: a file of bounded size that holds a part of it. Confined. */
final class Spool implements Closeable {

  /** Takes lines that follow each other in the chain, and where it ends with them. */
  @FunctionalInterface
  interface Lines {

    /** Takes them, durably. */
    void take(byte[] lines, ChainHead head) throws IOException;
  }

  private static final int CHUNK = 64 * 1024;

  private final Path path;
  private final AuditFile file;
  private final long mostBytes;

  Spool(Path path, AuditFile file, long mostBytes) {
    this.path = path;
    this.file = file;
    this.mostBytes = mostBytes;
  }

  /**
   * Opens a spool, or makes it.
   *
   * @throws IOException saying what to do, when it cannot be used
   */
  static Spool open(Path path, long mostBytes) throws IOException {
    return new Spool(path, AuditFile.open(path, Long.MAX_VALUE, ChainHead.START), mostBytes);
  }

  boolean isEmpty() {
    return file.tail().size() == 0;
  }

  /** Bytes behind the last record, which were never acknowledged. */
  long torn() {
    return file.tail().torn();
  }

  /** The last record in it. */
  ChainHead head() {
    return file.tail().head();
  }

  /** The record that its first one continues; empty if it holds none. */
  Optional<ChainHead> before() throws IOException {
    try (InputStream stream = Files.newInputStream(path)) {
      LineReader lines = new LineReader(stream);
      return lines.next() ? ChainCheck.before(lines.line()) : Optional.empty();
    }
  }

  boolean hasRoom(byte[] lines) {
    return file.tail().size() + lines.length <= mostBytes;
  }

  /** Writes lines durably, as {@link AuditSink#append}. */
  void append(byte[] lines, ChainHead head) throws IOException {
    if (lines.length == 0) {
      return;
    }
    if (!hasRoom(lines)) {
      throw new IOException("the audit's spool " + path + " is full");
    }
    file.append(lines, head);
  }

  /**
   * Gives what follows {@code known}, in order.
   *
   * @throws IOException when the spool does not continue it, or was changed
   */
  void forEachBehind(ChainHead known, Lines lines) throws IOException {
    if (isEmpty()) {
      return;
    }
    try (InputStream stream = Files.newInputStream(path)) {
      forEachBehind(known, new LineReader(stream), lines);
    }
  }

  private void forEachBehind(ChainHead known, LineReader reader, Lines lines) throws IOException {
    ChainCheck check = new ChainCheck(null);
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    ChainHead given = known;
    while (!check.head().equals(head())) {
      byte[] line = next(reader, check);
      if (check.head().seq() == known.seq() + 1) {
        refuseUnless(ChainCheck.before(line).equals(Optional.of(known)));
      }
      refuseUnless(check.head().seq() != known.seq() || check.head().equals(known));
      if (check.head().seq() > known.seq()) {
        chunk.writeBytes(line);
        chunk.write('\n');
      }
      if (chunk.size() >= CHUNK || (chunk.size() > 0 && check.head().equals(head()))) {
        lines.take(chunk.toByteArray(), check.head());
        chunk.reset();
        given = check.head();
      }
    }
    refuseUnless(given.seq() >= head().seq());
  }

  private byte[] next(LineReader reader, ChainCheck check) throws IOException {
    refuseUnless(reader.next() && reader.length() <= RecordFormat.LONGEST_LINE);
    byte[] line = reader.line();
    refuseUnless(check.next(line).isEmpty());
    return line;
  }

  private void refuseUnless(boolean good) throws IOException {
    if (!good) {
      throw new IOException("the audit's spool " + path + " does not continue the audit file");
    }
  }

  /** Forgets what it holds; for when that is durable elsewhere. */
  void clear() throws IOException {
    file.clear();
  }

  void repair() throws IOException {
    file.repair();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
