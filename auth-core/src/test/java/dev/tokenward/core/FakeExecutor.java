package dev.tokenward.core;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Keeps what it is given until told to run it, here, in order. Thread-safe. */
public final class FakeExecutor implements Executor {

  private final Queue<Runnable> tasks = new ArrayDeque<>();

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
  }

  /** How many tasks wait. */
  public synchronized int pending() {
    return tasks.size();
  }

  /** Takes the task that waits longest away, to be run later or never. */
  public Runnable takeFirst() {
    Runnable first = next();
    if (first == null) {
      throw new IllegalStateException("No task waits");
    }
    return first;
  }

  /** Runs everything that waits, and what that adds. */
  public void runAll() {
    for (Runnable task = next(); task != null; task = next()) {
      task.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    return tasks.poll();
  }
}
