package dev.tokenward.vault.audit;

import java.io.IOException;

/**
 * Lines to the audit file and, while that cannot be written, to a spool: the same chain, as
 * durable. As soon as the file takes them, they are moved into it, in order; the spool is emptied
 * only when all are durable there, so that a crash on the way loses and doubles none.
 */
final class SpoolingSink implements AuditSink {

  private static final System.Logger LOG = System.getLogger(SpoolingSink.class.getName());

  private final AuditSink file;
  private final Spool spool;
  private ChainHead fileHead;
  private boolean spooling;

  /**
   * Continues both.
   *
   * @param fileHead where the chain ends in the file
   */
  SpoolingSink(AuditSink file, ChainHead fileHead, Spool spool) {
    this.file = file;
    this.fileHead = fileHead;
    this.spool = spool;
    this.spooling = !spool.isEmpty();
  }

  /** Where the chain ends. */
  ChainHead head() {
    return spooling && spool.head().seq() > fileHead.seq() ? spool.head() : fileHead;
  }

  @Override
  public void append(byte[] lines, ChainHead head) throws IOException {
    if (spooling && (lines.length == 0 || !spool.hasRoom(lines))) {
      tryToMoveBack();
    }
    if (spooling) {
      spool.append(lines, head);
    } else {
      appendToFile(lines, head);
    }
  }

  private void appendToFile(byte[] lines, ChainHead head) throws IOException {
    try {
      file.append(lines, head);
      fileHead = head;
    } catch (IOException | RuntimeException e) {
      spoolInstead(lines, head, e);
    }
  }

  private void spoolInstead(byte[] lines, ChainHead head, Exception cause) throws IOException {
    try {
      beginSpool(cause);
      spool.append(lines, head);
    } catch (IOException | RuntimeException e) {
      e.addSuppressed(cause);
      throw e;
    }
  }

  private void beginSpool(Exception cause) throws IOException {
    spool.repair();
    if (!spool.isEmpty()) {
      // It was moved, and could not be emptied then.
      spool.clear();
    }
    spooling = true;
    LOG.log(
        System.Logger.Level.ERROR,
        "The audit file cannot be written; records go to its spool until it can",
        cause);
  }

  /** Tries; while it is in vain, the spool goes on. */
  void tryToMoveBack() {
    try {
      moveBack();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "Records could not be moved from the spool", e);
    }
  }

  private void moveBack() throws IOException {
    file.repair();
    spool.forEachBehind(fileHead, this::move);
    spooling = false;
    LOG.log(System.Logger.Level.INFO, "The audit file can be written again");
    spool.clear();
  }

  private void move(byte[] lines, ChainHead head) throws IOException {
    file.append(lines, head);
    fileHead = head;
  }

  @Override
  public boolean behind() {
    return spooling;
  }

  @Override
  public void repair() throws IOException {
    if (spooling) {
      spool.repair();
      return;
    }
    try {
      file.repair();
    } catch (IOException e) {
      // What the file got of the last lines is cut off before others are moved into it.
      beginSpool(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (spooling) {
      tryToMoveBack();
    }
    try (spool) {
      file.close();
    }
  }
}
