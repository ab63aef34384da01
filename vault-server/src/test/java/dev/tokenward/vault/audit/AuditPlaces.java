package dev.tokenward.vault.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Places of a chain, each with what a test is about. */
final class AuditPlaces {

  private AuditPlaces() {}

  static AuditPlace spooling(Path file, Optional<Path> spool, long bytes) {
    return new AuditPlace(file, Long.MAX_VALUE, Optional.empty(), spool, bytes, Optional.empty());
  }

  static AuditPlace continuing(Path file, ChainHead head) {
    return new AuditPlace(
        file, Long.MAX_VALUE, Optional.empty(), Optional.empty(), 0, Optional.of(head));
  }

  /** A full file after every few records. */
  static AuditPlace rotating(Path file, Optional<Duration> keep, Optional<Path> spool) {
    return new AuditPlace(file, 2_000, keep, spool, 1 << 20, Optional.empty());
  }
}
