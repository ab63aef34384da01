package dev.tokenward.vault.audit;

import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** Opens a chain where it was left: at its end, and whole. */
final class ChainOpening {

  private ChainOpening() {}

  /**
   * Opens it for writing.
   *
   * @throws IOException saying what to do, when it cannot be written or continued
   */
  static ChainWriter open(AuditPlace place, Clock clock) throws IOException {
    AuditFile file = AuditFile.open(place.file());
    try {
      return place.spool().isPresent()
          ? withSpool(place, file, clock)
          : noted(new ChainWriter(file, clock, file.tail().head()), file, file.tail().torn());
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static ChainWriter withSpool(AuditPlace place, AuditFile file, Clock clock)
      throws IOException {
    Spool spool = Spool.open(place.spool().orElseThrow(), place.spoolMaxBytes());
    try {
      long torn = spool.torn();
      SpoolRecovery.reconcile(file, spool, place.file(), place.spool().orElseThrow());
      torn += file.tail().torn();
      SpoolingSink sink = new SpoolingSink(file, file.tail().head(), spool);
      if (sink.behind()) {
        sink.tryToMoveBack();
      }
      return noted(new ChainWriter(sink, clock, sink.head()), sink, torn);
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  /** What was torn is cut off, and the chain says so. */
  private static ChainWriter noted(ChainWriter writer, AuditSink sink, long torn)
      throws IOException {
    if (torn > 0) {
      sink.repair();
      writer.write(
          List.of(
              Entry.note(
                  "audit.torn",
                  "cut off " + torn + " bytes of a record that was never acknowledged")),
          0);
    }
    return writer;
  }
}
