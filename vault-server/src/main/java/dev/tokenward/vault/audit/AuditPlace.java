package dev.tokenward.vault.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the chain is kept, and how.
 *
 * @param file the audit file
 * @param maxFileBytes from which size on it is full: it gets the name of its records, and the chain
 *     continues in a new one
 * @param keep how long a full file is kept after its last record; empty for ever
 * @param spool where records go while the file cannot be written; best on another disk
 * @param spoolMaxBytes how long the spool may become
 * @param continueFrom the head to continue from where there is no file; what came before is lost,
 *     and the operator knows
 */
public record AuditPlace(
    Path file,
    long maxFileBytes,
    Optional<Duration> keep,
    Optional<Path> spool,
    long spoolMaxBytes,
    Optional<ChainHead> continueFrom) {

  /** One file, and nothing else. */
  public static AuditPlace of(Path file) {
    return new AuditPlace(
        file, Long.MAX_VALUE, Optional.empty(), Optional.empty(), 0, Optional.empty());
  }
}
