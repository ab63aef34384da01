package dev.tokenward.vault.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Brings an audit file and its spool together again, after a vault ended while it spooled. */
final class SpoolRecovery {

  /** More than one write can hold. */
  private static final long MOST_UNACKNOWLEDGED = 1_024;

  private SpoolRecovery() {}

  /**
   * Leaves a file that ends within what the spool holds, or where the spool begins.
   *
   * @throws IOException saying what to do, when the two are not parts of one chain
   */
  static void reconcile(AuditFile file, Spool spool, Path fileName, Path spoolName)
      throws IOException {
    Optional<ChainHead> before = spool.before();
    if (spool.torn() > 0) {
      spool.repair();
    }
    if (before.isPresent() && !spool.isEmpty()) {
      reconcile(file, spool, before.get(), fileName, spoolName);
    }
  }

  private static void reconcile(
      AuditFile file, Spool spool, ChainHead before, Path fileName, Path spoolName)
      throws IOException {
    ChainHead end = file.tail().head();
    if (end.seq() >= spool.head().seq() && file.holds(spool.head())) {
      spool.clear();
      return;
    }
    boolean together = end.seq() < spool.head().seq() && goesOn(spool, end, before);
    if (!together && !dropUnacknowledged(file, before)) {
      throw new IOException(
          "The spool "
              + spoolName
              + " continues record "
              + before.seq()
              + ", which the audit file "
              + fileName
              + " does not hold. Put the right file back, or move the spool away to leave its"
              + " records out.");
    }
  }

  private static boolean goesOn(Spool spool, ChainHead end, ChainHead before) throws IOException {
    if (end.seq() <= before.seq()) {
      return end.equals(before);
    }
    try {
      spool.forEachBehind(end, (lines, head) -> {});
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The last write to the file failed before the spool was begun, and nobody was told that it had
   * succeeded; yet all of it reached the disk.
   */
  private static boolean dropUnacknowledged(AuditFile file, ChainHead before) throws IOException {
    long surplus = file.tail().head().seq() - before.seq();
    if (surplus <= 0
        || surplus > MOST_UNACKNOWLEDGED
        || before.seq() < file.begin().seq()
        || !file.holds(before)) {
      return false;
    }
    file.dropAfter(before);
    return true;
  }
}
