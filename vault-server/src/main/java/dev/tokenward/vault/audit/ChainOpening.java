package dev.tokenward.vault.audit;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens a chain where it was left: at its end, and whole. */
final class ChainOpening {

  private final AuditPlace place;
  private final Optional<ChainHead> witnessed;
  private final Clock clock;
  private final ChainWriter.Reached reached;
  private final List<Entry> notes = new ArrayList<>();

  ChainOpening(
      AuditPlace place, Optional<ChainHead> witnessed, Clock clock, ChainWriter.Reached reached) {
    this.place = place;
    this.witnessed = witnessed;
    this.clock = clock;
    this.reached = reached;
  }

  /**
   * Opens it for writing.
   *
   * @throws IOException saying what to do, when it cannot be written or continued
   */
  ChainWriter open() throws IOException {
    ChainHead end = ChainFiles.end(place.file()).orElse(ChainHead.START);
    ChainHead begin = place.continueFrom().filter(head -> head.seq() > end.seq()).orElse(end);
    AuditFile file = AuditFile.open(place.file(), place.maxFileBytes(), begin);
    try {
      noteLoss(file.tail(), end);
      return place.spool().isPresent() ? withSpool(file) : alone(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private ChainWriter alone(AuditFile file) throws IOException {
    noteTorn(file.tail().torn());
    check(file.tail().head(), Optional.empty());
    return noted(file, file.tail().head());
  }

  private ChainWriter withSpool(AuditFile file) throws IOException {
    Spool spool = Spool.open(place.spool().orElseThrow(), place.spoolMaxBytes());
    try {
      long torn = spool.torn();
      SpoolRecovery.reconcile(file, spool, place.file(), place.spool().orElseThrow());
      noteTorn(torn + file.tail().torn());
      SpoolingSink sink = new SpoolingSink(file, file.tail().head(), spool);
      if (sink.behind()) {
        sink.tryToMoveBack();
      }
      check(sink.head(), Optional.of(spool));
      return noted(sink, sink.head());
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  private void check(ChainHead end, Optional<Spool> spool) throws IOException {
    if (witnessed.isPresent()) {
      new WitnessCheck(place.file(), witnessed.get()).check(end, spool);
    }
  }

  private void noteLoss(AuditTail tail, ChainHead end) {
    if (tail.size() == 0 && !tail.head().equals(end)) {
      notes.add(
          Entry.note(
              "audit.loss-accepted", "the operator has this chain continue from " + tail.head()));
    }
  }

  private void noteTorn(long bytes) {
    if (bytes > 0) {
      notes.add(
          Entry.note(
              "audit.torn", "cut off " + bytes + " bytes of a record that was never acknowledged"));
    }
  }

  private ChainWriter noted(AuditSink sink, ChainHead head) throws IOException {
    ChainWriter writer = new ChainWriter(sink, clock, head, reached);
    if (!notes.isEmpty()) {
      sink.repair();
      writer.write(notes, 0);
    }
    return writer;
  }
}
