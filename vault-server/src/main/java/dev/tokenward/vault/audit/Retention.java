package dev.tokenward.vault.audit;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.audit.ChainFiles.Full;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Deletes full files whose last record is older than they are to be kept, the oldest first, each
 * only after a record of what it held is durable. A file that is broken is left alone, and what
 * follows it too.
 */
final class Retention {

  /** How often it looks. */
  static final Duration PAUSE = Duration.ofHours(1);

  private static final System.Logger LOG = System.getLogger(Retention.class.getName());

  private final Path file;
  private final Duration keep;
  private final Optional<VersionsFile> versions;
  private final GroupCommit commit;
  private final TokenRuntime runtime;
  private final Periodic looking;

  Retention(
      Path file,
      Duration keep,
      Optional<VersionsFile> versions,
      GroupCommit commit,
      TokenRuntime runtime) {
    this.file = file;
    this.keep = keep;
    this.versions = versions;
    this.commit = commit;
    this.runtime = runtime;
    this.looking = new Periodic(this::look, PAUSE, runtime);
  }

  /** Looks now, and again until it is closed. */
  void start() {
    looking.start();
  }

  void close() {
    looking.close();
  }

  private void look() {
    try {
      Instant before = runtime.clock().instant().minus(keep);
      for (Full each : ChainFiles.full(file)) {
        if (!retire(each, before)) {
          return;
        }
      }
    } catch (IOException | RuntimeException | ExecutionException e) {
      LOG.log(System.Logger.Level.WARNING, "Old audit files could not be deleted", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean retire(Full full, Instant before)
      throws IOException, ExecutionException, InterruptedException {
    ChainHead head;
    try (FileChannel channel = FileChannel.open(full.path(), StandardOpenOption.READ)) {
      AuditTail tail = AuditTail.read(channel, full.path());
      head = tail.head();
      byte[] last = new RecordSearch(channel, tail.size()).record(head.seq()).orElse(new byte[0]);
      if (head.seq() != full.last() || !StoredRecord.of(last).at().isBefore(before)) {
        return false;
      }
    }
    if (!commit.submit(Entry.retired(full, head), GroupCommit.CAPACITY).get()) {
      return false;
    }
    // What it told of records is to outlive it.
    if (versions.isPresent()) {
      versions.get().save();
    }
    Files.deleteIfExists(full.path());
    return true;
  }
}
