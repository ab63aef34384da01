package dev.tokenward.benchmarks;

import dev.tokenward.core.TokenRuntime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Waits, and takes an interrupt for the end of the run. */
public final class Pause {

  private Pause() {}

  /** Returns after {@code length}. */
  public static void of(Duration length) {
    CountDownLatch over = new CountDownLatch(1);
    TokenRuntime.system().timer().after(length, over::countDown);
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting", e);
    }
  }
}
