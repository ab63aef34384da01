package dev.tokenward.vault.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts entries into the chain. What failed to be written leaves no trace in it, and the next
 * success begins with a note that there was a gap. Confined to one thread at a time.
 */
final class ChainWriter {

  /** Hears of what has become durable. */
  @FunctionalInterface
  interface Reached {

    /** Those are in the chain, which ends there now; must not block. */
    void reached(List<Entry> entries, ChainHead end);
  }

  private record Outage(Instant since, String cause) {}

  private final AuditSink sink;
  private final Clock clock;
  private final Reached reached;
  private ChainHead head;
  private @Nullable Outage outage;

  /**
   * Continues a chain.
   *
   * @param reached told whenever the chain's end moved
   */
  ChainWriter(AuditSink sink, Clock clock, ChainHead head, Reached reached) {
    this.reached = reached;
    this.sink = sink;
    this.clock = clock;
    this.head = head;
  }

  /**
   * Writes {@code entries} durably, or none of them.
   *
   * @param unwritten how many could not be written since the last success
   */
  void write(List<Entry> entries, long unwritten) throws IOException {
    Instant now = clock.instant();
    try {
      if (outage != null) {
        sink.repair();
      }
      ChainHead end = append(entries, unwritten, now);
      outage = null;
      if (!head.equals(end)) {
        head = end;
        reached.reached(entries, end);
      }
    } catch (IOException | RuntimeException e) {
      outage = outage == null ? new Outage(now, cause(e)) : outage;
      throw e;
    }
  }

  private ChainHead append(List<Entry> entries, long unwritten, Instant now) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(entries.size() * 512 + 512);
    ChainHead end = head;
    if (outage != null || unwritten > 0) {
      end = RecordFormat.append(gap(unwritten), end, now, lines);
    }
    for (Entry entry : entries) {
      end = RecordFormat.append(entry, end, now, lines);
    }
    sink.append(lines.toByteArray(), end);
    return end;
  }

  private Entry gap(long unwritten) {
    String what = unwritten + " records could not be written";
    return Entry.note(
        "audit.gap",
        outage == null ? what : what + " since " + outage.since() + ": " + outage.cause());
  }

  private static String cause(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** Where the chain ends. */
  ChainHead head() {
    return head;
  }

  /** Whether records wait to be moved where they belong. */
  boolean behind() {
    return sink.behind();
  }

  void close() throws IOException {
    sink.close();
  }
}
