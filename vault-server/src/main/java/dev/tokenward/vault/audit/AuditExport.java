package dev.tokenward.vault.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Copies a part of a chain, as it is in the files, and verifies it on the way. */
public final class AuditExport {

  private AuditExport() {}

  /**
   * What was written.
   *
   * @param before the head that the first record continues; whoever verifies the copy gives it
   * @param head the last record
   */
  public record Exported(ChainHead before, ChainHead head) {}

  /**
   * Writes records to a stream.
   *
   * @param fileOrDirectory the audit file, or the directory of one; full ones are found beside it
   * @param spool where records may be that are not in the file yet
   * @param from the first record's number
   * @param to the last one's; higher than any for the end of the chain
   * @return empty if the chain has none of these records
   * @throws IOException saying what is wrong, when files cannot be read or written, or the part is
   *     broken
   */
  public static Optional<Exported> write(
      Path fileOrDirectory, Optional<Path> spool, long from, long to, OutputStream out)
      throws IOException {
    Path file = ChainFiles.in(fileOrDirectory);
    try (RecordCursor records = new AuditReader(file, spool).from(from)) {
      if (!records.next() || records.seq() > to) {
        return Optional.empty();
      }
      ChainHead before = ChainCheck.before(records.line()).orElse(ChainHead.START);
      ChainCheck check = new ChainCheck(before);
      do {
        write(records.line(), check, out);
      } while (records.next() && records.seq() <= to);
      return Optional.of(new Exported(before, check.head()));
    }
  }

  private static void write(byte[] line, ChainCheck check, OutputStream out) throws IOException {
    long seq = check.head().seq() + 1;
    Optional<String> problem = check.next(line);
    if (problem.isPresent()) {
      throw new IOException("Record " + seq + ": " + problem.get());
    }
    out.write(line);
    out.write('\n');
  }
}
