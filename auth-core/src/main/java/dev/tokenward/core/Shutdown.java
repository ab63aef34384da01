package dev.tokenward.core;

/** Counts the flights of a source, and runs its end once: after it was closed and the last left. */
final class Shutdown {

  private final Runnable end;
  private int flights;
  private volatile boolean closed;

  Shutdown(Runnable end) {
    this.end = end;
  }

  /** Lets a flight begin; false once closed. */
  synchronized boolean enter() {
    if (!closed) {
      flights++;
    }
    return !closed;
  }

  /** A flight is over. */
  void leave() {
    boolean last;
    synchronized (this) {
      flights--;
      last = closed && flights == 0;
    }
    if (last) {
      end.run();
    }
  }

  /** Lets no more flights begin; false when that was so before. */
  boolean close() {
    boolean idle;
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
      idle = flights == 0;
    }
    if (idle) {
      end.run();
    }
    return true;
  }

  boolean closed() {
    return closed;
  }

  synchronized int flights() {
    return flights;
  }
}
