package dev.tokenward.benchmarks.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Callers, each on a thread of its own, who begin together. */
final class Crowd {

  private static final long SMALL_STACK = 256 * 1024;

  private Crowd() {}

  /**
   * Has each caller do its part, and waits for all.
   *
   * @throws IllegalStateException when one could not: what was counted then shows nothing
   */
  static void each(int callers, IntConsumer part) throws InterruptedException {
    CountDownLatch begin = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      int caller = i;
      Runnable task =
          () -> {
            await(begin);
            part.accept(caller);
          };
      Thread thread = new Thread(null, task, "caller-" + caller, SMALL_STACK);
      thread.setUncaughtExceptionHandler((which, why) -> failure.set(why));
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("A caller of the crowd failed", failure.get());
    }
  }

  private static void await(CountDownLatch begin) {
    try {
      begin.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
