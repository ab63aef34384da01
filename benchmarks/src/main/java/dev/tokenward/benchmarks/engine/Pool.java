package dev.tokenward.benchmarks.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for the libraries that want them given. */
final class Pool {

  private Pool() {}

  /** As many as this project's engine takes, which end when they have nothing to do. */
  static ExecutorService of64() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            64,
            64,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
