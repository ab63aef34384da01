package dev.tokenward.vault.audit;

import dev.tokenward.core.TokenRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes highest versions down beside the audit file now and then, so that a start need not read
 * the whole chain. The chain alone counts: what is lost or older here is read from there again.
 * Thread-safe.
 */
final class VersionsFile {

  /** After how many records they are written down; a start reads about as many. */
  static final int RECORDS = 100_000;

  private static final System.Logger LOG = System.getLogger(VersionsFile.class.getName());

  private final AuditPlace place;
  private final HighestVersions versions;
  private final TokenRuntime runtime;
  private final AtomicBoolean saving = new AtomicBoolean();
  private volatile long reached;
  private volatile long saved;

  VersionsFile(AuditPlace place, HighestVersions versions, TokenRuntime runtime) {
    this.place = place;
    this.versions = versions;
    this.runtime = runtime;
  }

  static Path beside(Path auditFile) {
    return auditFile.resolveSibling(auditFile.getFileName() + ".versions");
  }

  /** Learns all that the chain tells, which ends there; its spool included. */
  void load(ChainHead end) throws IOException {
    long written = VersionsText.load(beside(place.file()), versions);
    // Behind its end, they are of another chain, which this one took the place of.
    saved = written > end.seq() ? 0 : written;
    new AuditReader(place.file(), place.spool()).versions(saved + 1, versions::raise);
    versions.forgetEnded(runtime.clock().instant());
    reached = end.seq();
    saveInTime();
  }

  /** Takes note of records that are durable; called by one thread at a time. */
  void reached(List<Entry> entries, ChainHead end) {
    for (Entry each : entries) {
      if (each.record() != null) {
        versions.raise(each.record());
      }
    }
    reached = end.seq();
    saveInTime();
  }

  private void saveInTime() {
    if (reached - saved >= RECORDS && saving.compareAndSet(false, true)) {
      try {
        runtime.executor().execute(this::saveAlone);
      } catch (RejectedExecutionException e) {
        saving.set(false);
      }
    }
  }

  private void saveAlone() {
    try {
      save();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Versions of records could not be written down", e);
    } finally {
      saving.set(false);
    }
  }

  /** Writes down what is known now. */
  synchronized void save() throws IOException {
    long seq = reached;
    versions.forgetEnded(runtime.clock().instant());
    Path file = beside(place.file());
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    try (FileChannel channel = AuditFile.channel(next)) {
      ByteBuffer bytes = ByteBuffer.wrap(VersionsText.write(seq, versions));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    AuditFile.forceDirectory(file.toAbsolutePath().resolveSibling(""));
    saved = seq;
  }
}
