package dev.tokenward.vault.audit;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.access.RefusedException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Writes records as JSON lines, each holding the SHA-256 of the one before it. One writer at a time
 * takes whatever came together meanwhile and forces it once. Thread-safe.
 *
 * <p>When a write fails or hangs, everyone who waits for it is refused, {@link #writable()} turns
 * false, and the log tries again by itself until it succeeds.
 *
 * <p>What the chain proves: that no record was edited, removed, added or moved between two others.
 * It has no key, so whoever may rewrite the whole file can compute a new chain, and a cut-off end
 * leaves a good shorter chain. Both are found only against a {@link ChainHead} that was written
 * down where that person cannot reach.
 */
public final class ChainedAuditLog implements AuditLog {

  /** What only closes a request never takes the room of what opens one. */
  private static final int ROOM_FOR_LATER = GroupCommit.CAPACITY / 2;

  private static final int TOGETHER = 500;

  private final GroupCommit commit;
  private final Witnessing witnessing;
  private final Optional<Retention> retention;

  private ChainedAuditLog(
      GroupCommit commit, Witnessing witnessing, Optional<Retention> retention) {
    this.commit = commit;
    this.witnessing = witnessing;
    this.retention = retention;
    retention.ifPresent(Retention::start);
  }

  /**
   * Continues the chain at a place, or begins one. A torn last line, of a vault that was killed
   * while writing, is cut off, and the chain says so.
   *
   * @param witness what keeps the chain's head elsewhere
   * @param versions learns what the chain tells of records, where some are kept
   * @throws IOException saying what to do, when the file cannot be written or continued, or is not
   *     the one whose head was witnessed
   */
  public static ChainedAuditLog open(
      AuditPlace place,
      HeadWitness witness,
      Optional<HighestVersions> versions,
      TokenRuntime runtime)
      throws IOException {
    Optional<ChainHead> last = witness.last();
    Witnessing witnessing = new Witnessing(witness, last.orElse(ChainHead.START), runtime);
    Optional<VersionsFile> file = versions.map(each -> new VersionsFile(place, each, runtime));
    ChainOpening opening =
        new ChainOpening(
            place,
            last,
            runtime.clock(),
            (entries, end) -> {
              file.ifPresent(each -> each.reached(entries, end));
              witnessing.reached(end);
            });
    ChainWriter writer = opening.open();
    if (file.isPresent()) {
      file.get().load(writer.head());
    }
    GroupCommit commit = new GroupCommit(writer, runtime);
    return new ChainedAuditLog(
        commit,
        witnessing,
        place.keep().map(keep -> new Retention(place.file(), keep, file, commit, runtime)));
  }

  /**
   * Begins a chain on this process's standard output. Its reader makes it last, and each process
   * begins a chain of its own.
   */
  public static ChainedAuditLog toStandardOutput(TokenRuntime runtime) {
    // System.out would swallow the failures that this log exists to notice.
    return toStream(new FileOutputStream(FileDescriptor.out), runtime);
  }

  static ChainedAuditLog toStream(OutputStream stream, TokenRuntime runtime) {
    return new ChainedAuditLog(
        new GroupCommit(
            new ChainWriter(
                new StreamSink(stream), runtime.clock(), ChainHead.START, (entries, end) -> {}),
            runtime),
        new Witnessing(HeadWitness.NONE, ChainHead.START, runtime),
        Optional.empty());
  }

  @Override
  public void record(AuditEvent event) {
    recordAll(List.of(event));
  }

  /** Some hundred at a time, so that many share a force and all have room. */
  @Override
  public void recordAll(List<AuditEvent> events) {
    for (int from = 0; from < events.size(); from += TOGETHER) {
      events.subList(from, Math.min(events.size(), from + TOGETHER)).stream()
          .map(event -> commit.submit(Entry.of(event), GroupCommit.CAPACITY))
          .toList()
          .forEach(ChainedAuditLog::requireDurable);
    }
  }

  private static void requireDurable(CompletableFuture<Boolean> outcome) {
    if (!durable(outcome)) {
      throw new RefusedException(
          RefusedException.Reason.AUDIT_UNAVAILABLE,
          "The audit record could not be written, so the request was not carried out",
          null,
          "Try again later; the operator finds the cause in the vault's log.");
    }
  }

  private static boolean durable(CompletableFuture<Boolean> outcome) {
    try {
      return outcome.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A record is written or not, and fails no other way", e);
    }
  }

  @Override
  public void recordLater(AuditEvent event) {
    // Nobody waits for it; if it cannot be written, the chain counts it.
    var unused = commit.submit(Entry.of(event), ROOM_FOR_LATER);
  }

  @Override
  public boolean writable() {
    return commit.writable();
  }

  @Override
  public void close() {
    retention.ifPresent(Retention::close);
    try {
      commit.close();
      witnessing.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The audit log could not be closed", e);
    }
  }
}
