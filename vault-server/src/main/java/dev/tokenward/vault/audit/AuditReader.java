package dev.tokenward.vault.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads a chain across its files and its spool, in constant memory, while the vault may be writing
 * it. What it gives is not verified. Thread-safe.
 */
public final class AuditReader {

  /** How many records one page may look at, so that a filter that fits none ends. */
  static final int MOST_LOOKED_AT = 100_000;

  private static final int STEP = 256;

  /** How far the clock may have been set back while the chain was written. */
  private static final Duration CLOCK_STEPS = Duration.ofHours(1);

  private static final byte[] VERSIONED = "\"record\":{".getBytes(US_ASCII);

  private final Path file;
  private final Optional<Path> spool;
  private final ChainPlaces places;
  private final SeqIndex index = new SeqIndex();

  /**
   * Reads a chain.
   *
   * @param file the audit file; the full ones are found beside it
   * @param spool where records may be that are not in the file yet
   */
  public AuditReader(Path file, Optional<Path> spool) {
    this.file = file;
    this.spool = spool;
    this.places = new ChainPlaces(file, spool);
  }

  /**
   * Some records.
   *
   * @param next the number behind which to go on, in the order of the page; empty at the end
   */
  public record Page(List<StoredRecord> records, OptionalLong next) {

    /** Copies the list. */
    public Page {
      records = List.copyOf(records);
    }
  }

  /**
   * The first records with a higher number that are wanted, the oldest first.
   *
   * @param after 0 for the beginning
   * @param limit how many at most; fewer, even none, are no sign of the end
   * @throws IOException when the files cannot be read, or hold no records
   */
  public Page oldest(AuditQuery query, long after, int limit) throws IOException {
    List<StoredRecord> found = new ArrayList<>();
    long end = end(query);
    long last = Math.max(after, first(query) - 1);
    try (RecordCursor records = from(last + 1)) {
      for (int seen = 0; records.next() && records.seq() < end; seen++) {
        if (seen == MOST_LOOKED_AT || found.size() == limit) {
          return new Page(found, OptionalLong.of(last));
        }
        last = records.seq();
        add(query, records, found);
      }
    }
    return new Page(found, OptionalLong.empty());
  }

  /**
   * The last records with a lower number that are wanted, the newest first.
   *
   * @param before higher than any for the end
   * @param limit how many at most; fewer, even none, are no sign of the beginning
   * @throws IOException when the files cannot be read, or hold no records
   */
  public Page newest(AuditQuery query, long before, int limit) throws IOException {
    List<StoredRecord> found = new ArrayList<>();
    long first = first(query);
    long end = Math.min(before, Math.min(end(query), places.end()));
    long lowest = Math.max(first, end - MOST_LOOKED_AT);
    while (end > lowest && found.size() < limit) {
      long start = Math.max(lowest, end - STEP);
      List<StoredRecord> step = between(query, start, end);
      Collections.reverse(step);
      found.addAll(step);
      end = start;
    }
    if (found.size() > limit) {
      List<StoredRecord> shown = found.subList(0, limit);
      return new Page(shown, OptionalLong.of(shown.get(limit - 1).seq()));
    }
    return new Page(found, end > first ? OptionalLong.of(end) : OptionalLong.empty());
  }

  private List<StoredRecord> between(AuditQuery query, long start, long end) throws IOException {
    List<StoredRecord> found = new ArrayList<>();
    try (RecordCursor records = from(start)) {
      while (records.next() && records.seq() < end) {
        add(query, records, found);
      }
    }
    return found;
  }

  private static void add(AuditQuery query, RecordCursor records, List<StoredRecord> found)
      throws IOException {
    StoredRecord record = StoredRecord.of(records.line());
    if (query.wants(record)) {
      found.add(record);
    }
  }

  /** The number of the first record that may be in the query's time. */
  private long first(AuditQuery query) throws IOException {
    Instant from = query.from();
    return from == null
        ? places.first()
        : places.firstNot(at -> at.plus(CLOCK_STEPS).isBefore(from));
  }

  /** The number behind the last record that may be in the query's time. */
  private long end(AuditQuery query) throws IOException {
    Instant before = query.before();
    return before == null
        ? Long.MAX_VALUE
        : places.firstNot(at -> at.minus(CLOCK_STEPS).isBefore(before));
  }

  /**
   * Verifies the whole chain; see {@link ChainVerifier}.
   *
   * @param witnessed a head of this chain that was kept elsewhere
   * @throws IOException when the files cannot be read
   */
  public ChainVerifier.Result verify(Optional<ChainHead> witnessed) throws IOException {
    return ChainVerifier.verify(file, spool, witnessed);
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
    return RecordCursor.open(file, spool, seq, this::offset);
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
