package dev.tokenward.vault.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where audit records go.
 *
 * @param file empty means standard output
 * @param maxFileBytes from which size on a file is full
 * @param keep how long full files are kept; empty for ever
 * @param spool where they go while the file cannot be written
 * @param spoolMaxBytes how long the spool may become
 * @param continueFrom SEQ:HASH of the record behind which a lost file is begun anew
 */
public record AuditSettings(
    Optional<Path> file,
    long maxFileBytes,
    Optional<Duration> keep,
    Optional<Path> spool,
    long spoolMaxBytes,
    Optional<String> continueFrom) {

  /** Standard output. */
  static final AuditSettings DEFAULT =
      new AuditSettings(
          Optional.empty(),
          256L * 1024 * 1024,
          Optional.empty(),
          Optional.empty(),
          64L * 1024 * 1024,
          Optional.empty());

  /** The same, with a file in {@code folder} where none is named. */
  AuditSettings orIn(Path folder) {
    return file.isPresent()
        ? this
        : new AuditSettings(
            Optional.of(folder.resolve("audit.jsonl")),
            maxFileBytes,
            keep,
            spool,
            spoolMaxBytes,
            continueFrom);
  }

  /** Every file named here. */
  Set<Path> files() {
    return Stream.of(file, spool).flatMap(Optional::stream).collect(Collectors.toSet());
  }
}
