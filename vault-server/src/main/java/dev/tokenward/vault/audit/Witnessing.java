package dev.tokenward.vault.audit;

import dev.tokenward.core.TokenRuntime;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a witness where the chain ends: after a thousand records, five seconds after the first that
 * it has not seen, and at the end. Records never wait for it; what it did not take is told again.
 * Thread-safe.
 */
final class Witnessing {

  /** After how many records it is told at once. */
  static final int RECORDS = 1_000;

  /** How long it may not know of a record. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(Witnessing.class.getName());

  private final HeadWitness witness;
  private final TokenRuntime runtime;
  private final AtomicBoolean timed = new AtomicBoolean();
  private final AtomicBoolean telling = new AtomicBoolean();
  private volatile ChainHead latest;
  private volatile ChainHead told;
  private volatile boolean failing;

  /**
   * Witnesses a chain.
   *
   * @param told what the witness knows already
   */
  Witnessing(HeadWitness witness, ChainHead told, TokenRuntime runtime) {
    this.witness = witness;
    this.told = told;
    this.latest = told;
    this.runtime = runtime;
  }

  /** Takes note that the chain durably ends there; called by one thread at a time. */
  void reached(ChainHead head) {
    latest = head;
    if (witness != HeadWitness.NONE) {
      schedule(head);
    }
  }

  private void schedule(ChainHead head) {
    if (head.seq() - told.seq() >= RECORDS && !failing) {
      wake();
    } else if (timed.compareAndSet(false, true)) {
      runtime.timer().after(PAUSE, this::wakeInTime);
    }
  }

  private void wakeInTime() {
    timed.set(false);
    wake();
  }

  private void wake() {
    if (telling.compareAndSet(false, true)) {
      try {
        runtime.executor().execute(this::tellAlone);
      } catch (RejectedExecutionException e) {
        telling.set(false);
      }
    }
  }

  private void tellAlone() {
    try {
      tell();
    } finally {
      telling.set(false);
    }
    if (!latest.equals(told)) {
      schedule(latest);
    }
  }

  /** One at a time, or an older head could arrive behind a newer one. */
  private synchronized void tell() {
    ChainHead head = latest;
    if (head.equals(told)) {
      return;
    }
    try {
      witness.witness(head);
      told = head;
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.log(System.Logger.Level.WARNING, "The audit's last head could not be witnessed", e);
      }
      failing = true;
    }
  }

  /** Tells the last head, if it is not known. */
  void close() {
    if (witness != HeadWitness.NONE && !latest.equals(told)) {
      tell();
    }
  }
}
