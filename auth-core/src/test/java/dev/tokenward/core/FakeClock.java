package dev.tokenward.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Virtual time for tests: a clock, a ticker and a timer that only move when told to. Thread-safe.
 */
public final class FakeClock extends Clock implements TokenRuntime.Timer {

  /** Where every fake clock begins. */
  public static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

  private final List<Task> tasks = new ArrayList<>();
  private Instant wall = START;
  private long ticks;

  // Not a record: two tasks that look alike are two.
  private static final class Task {
    private final long due;
    private final Runnable work;

    Task(long due, Runnable work) {
      this.due = due;
      this.work = work;
    }

    long due() {
      return due;
    }
  }

  @Override
  public synchronized Instant instant() {
    return wall;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("A fake clock stays in UTC");
  }

  /** Nanoseconds since the start; a wall clock that is set does not move them. */
  public synchronized long ticks() {
    return ticks;
  }

  /** Lets time pass, and runs what falls due on the way, each at its own moment, here. */
  public void advance(Duration time) {
    long end = ticks() + time.toNanos();
    for (Optional<Task> next = take(end); next.isPresent(); next = take(end)) {
      next.get().work.run();
    }
    moveTo(end);
  }

  /** Sets the wall clock, as an administrator or a time server does. */
  public synchronized void set(Instant now) {
    wall = now;
  }

  /** Keeps {@code task} until time has passed. */
  @Override
  public synchronized Runnable after(Duration delay, Runnable task) {
    Task kept = new Task(ticks + delay.toNanos(), task);
    tasks.add(kept);
    notifyAll();
    return () -> cancel(kept);
  }

  /** How many tasks wait for their time. */
  public synchronized int pending() {
    return tasks.size();
  }

  /** Blocks until another thread has set at least {@code count} tasks. */
  public synchronized void awaitPending(int count) throws InterruptedException {
    while (tasks.size() < count) {
      wait();
    }
  }

  /** A runtime in this time, whose grants run inline on the thread that causes them. */
  public TokenRuntime runtime(HttpSender http) {
    return runtime(http, Runnable::run);
  }

  /** A runtime in this time, whose grants run on {@code executor}. */
  public TokenRuntime runtime(HttpSender http, Executor executor) {
    RandomGenerator zero = () -> 0;
    return new TokenRuntime(this, this::ticks, zero, http, executor, this);
  }

  private synchronized Optional<Task> take(long end) {
    Optional<Task> next =
        tasks.stream().filter(t -> t.due <= end).min(Comparator.comparingLong(Task::due));
    next.ifPresent(
        task -> {
          tasks.remove(task);
          moveTo(task.due);
        });
    return next;
  }

  private synchronized void moveTo(long then) {
    if (then > ticks) {
      wall = wall.plusNanos(then - ticks);
      ticks = then;
    }
  }

  private synchronized void cancel(Task task) {
    tasks.remove(task);
  }
}
