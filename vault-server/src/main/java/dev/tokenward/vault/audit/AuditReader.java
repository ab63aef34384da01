package dev.tokenward.vault.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads a chain across its files, in constant memory, while the vault may be writing it. It
 * verifies nothing: that is for {@link ChainVerifier}. Records still in a spool are not seen.
 * Thread-safe.
 */
final class AuditReader {

  /** How many records one page may look at, so that a filter that fits none ends. */
  static final int MOST_LOOKED_AT = 100_000;

  private static final byte[] VERSIONED = "\"record\":{".getBytes(US_ASCII);

  private final Path file;
  private final SeqIndex index = new SeqIndex();

  /**
   * Reads a chain.
   *
   * @param file the audit file; the full ones are found beside it
   */
  AuditReader(Path file) {
    this.file = file;
  }

  /**
   * A record as it is in the file.
   *
   * @param seq its number
   * @param json one line, with hash
   */
  record Line(long seq, String json) {}

  /**
   * Some records, in the order of the chain.
   *
   * @param next the number after which to go on; empty at the end of the chain
   */
  record Page(List<Line> records, OptionalLong next) {

    /** Copies the list. */
    Page {
      records = List.copyOf(records);
    }
  }

  /**
   * The first records with a higher number that are wanted.
   *
   * @param after 0 for the beginning
   * @param limit how many at most; fewer, even none, are no sign of the end
   * @throws IOException when the files cannot be read, or hold no records
   */
  Page page(AuditQuery query, long after, int limit) throws IOException {
    List<Line> found = new ArrayList<>();
    long last = after;
    try (RecordCursor records = from(after + 1)) {
      for (int seen = 0; records.next(); seen++) {
        if (seen == MOST_LOOKED_AT || found.size() == limit) {
          return new Page(found, OptionalLong.of(last));
        }
        last = records.seq();
        if (query.wants(records.line())) {
          found.add(new Line(last, new String(records.line(), US_ASCII)));
        }
      }
    }
    return new Page(found, OptionalLong.empty());
  }

  /**
   * The versions of records that management writes left in the chain.
   *
   * @param from the number to begin with
   * @return the last record's number, or {@code from - 1}
   * @throws IOException when the files cannot be read, or hold no records
   */
  long versions(long from, Consumer<RecordVersion> take) throws IOException {
    long last = from - 1;
    try (RecordCursor records = from(from)) {
      while (records.next()) {
        last = records.seq();
        take(records.line(), take);
      }
    }
    return last;
  }

  /** The version that one line tells of, if it does. */
  static void take(byte[] line, Consumer<RecordVersion> take) throws IOException {
    if (holds(line, VERSIONED)) {
      StoredRecord record = StoredRecord.of(line);
      if (record.value("record.noun") != null) {
        take.accept(record.version());
      }
    }
  }

  /** The records from that number on; for whoever wants them all. */
  RecordCursor from(long seq) throws IOException {
    return RecordCursor.open(file, seq, this::offset);
  }

  private long offset(FileChannel channel, long seq) throws IOException {
    return index.offset(channel, seq);
  }

  private static boolean holds(byte[] line, byte[] sought) {
    for (int from = 0; from + sought.length <= line.length; from++) {
      int same = 0;
      while (same < sought.length && line[from + same] == sought[same]) {
        same++;
      }
      if (same == sought.length) {
        return true;
      }
    }
    return false;
  }
}
