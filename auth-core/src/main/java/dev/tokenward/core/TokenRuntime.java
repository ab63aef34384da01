package dev.tokenward.core;

import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Everything that a token engine takes from the outside world. {@link #system()} is the only place
 * that makes the real ones; a test passes its own.
 *
 * @param clock wall time, for what has a date
 * @param ticker nanoseconds that only go forward, for waits, pauses and rates
 * @param random for jitter; need not be cryptographic
 * @param http sends requests
 * @param executor runs grants and listeners; its threads may block
 * @param timer runs a task after a delay
 */
public record TokenRuntime(
    Clock clock,
    LongSupplier ticker,
    RandomGenerator random,
    HttpSender http,
    Executor executor,
    Timer timer) {

  /** Runs a short task after a delay, on a thread that must not block. */
  @FunctionalInterface
  public interface Timer {

    /** Runs {@code task} once after {@code delay}; the returned handle cancels it. */
    Runnable after(Duration delay, Runnable task);
  }

  /** The real world: system clock, the JDK's HTTP client, daemon threads that idle out. */
  public static TokenRuntime system() {
    return SystemRuntime.INSTANCE;
  }

  /**
   * Blocks the calling thread for {@code length}, by the timer.
   *
   * @throws InterruptedIOException when the thread is interrupted; its flag stays set
   */
  public void pause(Duration length) throws InterruptedIOException {
    CountDownLatch over = new CountDownLatch(1);
    Runnable cancel = timer.after(length, over::countDown);
    try {
      over.await();
    } catch (InterruptedException e) {
      cancel.run();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted between two attempts");
    }
  }

  /** This runtime, sending through {@code sender}. */
  public TokenRuntime withHttp(HttpSender sender) {
    return new TokenRuntime(clock, ticker, random, sender, executor, timer);
  }
}
