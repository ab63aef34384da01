package dev.tokenward.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The real world, made once. No thread of it keeps a program alive, and none is from the common
 * pool, which a program may block with its own work.
 */
final class SystemRuntime {

  /** From here on a virtual thread no longer pins its carrier in a {@code synchronized} block. */
  private static final int FIRST_RELEASE_WITHOUT_PINNING = 24;

  private static final int MOST_THREADS = 64;
  private static final Duration IDLE = Duration.ofSeconds(30);

  static final TokenRuntime.Timer TIMER = timer();

  static final TokenRuntime INSTANCE =
      new TokenRuntime(
          Clock.systemUTC(),
          System::nanoTime,
          new SecureRandom(),
          JdkHttpSender.ofDefaults(),
          executor(Runtime.version().feature()),
          TIMER);

  private SystemRuntime() {}

  static Executor executor(int release) {
    return release < FIRST_RELEASE_WITHOUT_PINNING ? pool() : virtualThreads();
  }

  private static Executor pool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemons("tokenward-"));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Executor virtualThreads() {
    try {
      return (ExecutorService)
          MethodHandles.publicLookup()
              .findStatic(
                  Executors.class,
                  "newVirtualThreadPerTaskExecutor",
                  MethodType.methodType(ExecutorService.class))
              .invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("Every release from 21 on has virtual threads", e);
    }
  }

  private static TokenRuntime.Timer timer() {
    ScheduledThreadPoolExecutor scheduler =
        new ScheduledThreadPoolExecutor(1, daemons("tokenward-timer-"));
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setKeepAliveTime(IDLE.toSeconds(), TimeUnit.SECONDS);
    scheduler.allowCoreThreadTimeOut(true);
    return (delay, task) -> {
      Future<?> pending = scheduler.schedule(task, nanos(delay), TimeUnit.NANOSECONDS);
      return () -> pending.cancel(false);
    };
  }

  private static long nanos(Duration delay) {
    try {
      return delay.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private static ThreadFactory daemons(String prefix) {
    return task -> {
      Thread thread = new Thread(task);
      thread.setName(prefix + thread.getId());
      thread.setDaemon(true);
      return thread;
    };
  }
}
