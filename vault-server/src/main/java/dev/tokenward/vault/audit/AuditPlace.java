package dev.tokenward.vault.audit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the chain is kept.
 *
 * @param file the audit file
 * @param spool where records go while that cannot be written; best on another disk
 * @param spoolMaxBytes how long the spool may become
 * @param continueFrom the head to continue from where there is no file; what came before is lost,
 *     and the operator knows
 */
public record AuditPlace(
    Path file, Optional<Path> spool, long spoolMaxBytes, Optional<ChainHead> continueFrom) {

  /** A file, and nothing else. */
  public static AuditPlace of(Path file) {
    return new AuditPlace(file, Optional.empty(), 0, Optional.empty());
  }
}
