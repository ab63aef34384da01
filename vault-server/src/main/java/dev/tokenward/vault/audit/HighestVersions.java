package dev.tokenward.vault.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The highest version of each record that the chain tells of: what is older in the store was put
 * back (S24). It costs memory for each record that was ever changed, under two hundred bytes, and
 * none for what has ended by itself. Thread-safe; asking takes no lock.
 */
public final class HighestVersions {

  /** What is known of a record. */
  record Known(long version, @Nullable Instant until) {

    /** The higher version; one that may have been given a later end lasts as long. */
    Known and(Known other) {
      return new Known(Math.max(version, other.version), later(until, other.until));
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
      if (one == null || other == null) {
        return null;
      }
      return one.isAfter(other) ? one : other;
    }

    boolean ended(Instant now) {
      return until != null && until.isBefore(now);
    }
  }

  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final UnaryOperator<String> seal;

  /**
   * Knows nothing yet.
   *
   * @param seal a keyed hash, which proves what was written down of this
   */
  public HighestVersions(UnaryOperator<String> seal) {
    this.seal = seal;
  }

  /** The highest known version of a record; 0 if nothing is known of it. */
  public long of(String noun, String id) {
    Known found = known.get(key(noun, id));
    return found == null ? 0 : found.version();
  }

  /**
   * Reads a chain that somebody else may be writing, and what was written down of its beginning.
   *
   * @throws IOException when it cannot be read, or holds what is no record
   */
  public void read(Path auditFile, Optional<Path> spool) throws IOException {
    long seq = VersionsText.load(VersionsFile.beside(auditFile), this);
    new AuditReader(auditFile, spool).versions(seq + 1, this::raise);
  }

  void raise(RecordVersion record) {
    raise(key(record.noun(), record.id()), new Known(record.version(), record.until()));
  }

  void raise(String key, Known found) {
    known.merge(key, found, Known::and);
  }

  void forgetEnded(Instant now) {
    known.values().removeIf(each -> each.ended(now));
  }

  Map<String, Known> all() {
    return known;
  }

  String seal(String digest) {
    return seal.apply("audit versions " + digest);
  }

  private static String key(String noun, String id) {
    return noun + " " + id;
  }
}
