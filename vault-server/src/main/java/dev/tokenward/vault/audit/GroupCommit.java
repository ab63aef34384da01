package dev.tokenward.vault.audit;

import dev.tokenward.core.TokenRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets entries that come together share one write. One writer runs at a time and takes whatever was
 * queued while it wrote. After a failure it tries again by itself until it succeeds. Thread-safe.
 */
final class GroupCommit {

  /** How many entries may wait for the writer. */
  static final int CAPACITY = 8_192;

  private static final int BATCH = 512;
  private static final Duration HANGING = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());

  private record Pending(Entry entry, CompletableFuture<Boolean> durable) {}

  private final ChainWriter writer;
  private final TokenRuntime runtime;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean retryScheduled = new AtomicBoolean();
  private final AtomicLong unwritten = new AtomicLong();
  private volatile boolean failing;
  private volatile boolean closed;
  private volatile @Nullable List<Pending> underWay;
  private volatile @Nullable List<Pending> hung;

  GroupCommit(ChainWriter writer, TokenRuntime runtime) {
    this.writer = writer;
    this.runtime = runtime;
  }

  /**
   * Queues an entry, if fewer than {@code room} wait already.
   *
   * @return whether it became durable, as soon as that is known
   */
  CompletableFuture<Boolean> submit(Entry entry, int room) {
    Pending pending = new Pending(entry, new CompletableFuture<>());
    if (closed || hanging() || queue.size() >= room || !queue.offer(pending)) {
      refuse(List.of(pending));
    } else if (scheduled.compareAndSet(false, true)) {
      wake();
    }
    return pending.durable();
  }

  /** Whether the last write succeeded and none hangs. */
  boolean writable() {
    return !failing && !hanging() && !closed;
  }

  private boolean hanging() {
    List<Pending> batch = hung;
    return batch != null && batch == underWay;
  }

  private void wake() {
    try {
      runtime.executor().execute(this::drain);
    } catch (RejectedExecutionException e) {
      scheduled.set(false);
      refuseQueued();
    }
  }

  private void drain() {
    do {
      writing.lock();
      try {
        writeQueued();
      } finally {
        writing.unlock();
        scheduled.set(false);
      }
      // Whoever came after the last look saw a writer scheduled and woke none.
    } while (!queue.isEmpty() && scheduled.compareAndSet(false, true));
  }

  private void writeQueued() {
    for (List<Pending> batch = next(); !batch.isEmpty(); batch = next()) {
      commit(batch);
    }
  }

  private List<Pending> next() {
    List<Pending> batch = new ArrayList<>();
    queue.drainTo(batch, BATCH);
    return batch;
  }

  private void commit(List<Pending> batch) {
    underWay = batch;
    Runnable inTime = runtime.timer().after(HANGING, () -> hang(batch));
    long gap = unwritten.get();
    boolean durable = false;
    try {
      writer.write(batch.stream().map(Pending::entry).toList(), gap);
      durable = true;
    } catch (IOException | RuntimeException e) {
      report(e);
    } finally {
      inTime.run();
      underWay = null;
      failing = !durable;
      unwritten.addAndGet(durable ? -gap : batch.size());
      settle(batch, durable);
      retryIfUnsettled();
    }
  }

  private static void settle(List<Pending> batch, boolean durable) {
    batch.forEach(pending -> pending.durable().complete(durable));
  }

  private void report(Exception failure) {
    if (!failing) {
      LOG.log(
          System.Logger.Level.ERROR,
          "Audit cannot be written; requests are refused until it can",
          failure);
    }
  }

  /** Nobody waits for a disk that does not answer. What it writes in the end is true anyway. */
  private void hang(List<Pending> batch) {
    hung = batch;
    if (hanging()) {
      LOG.log(System.Logger.Level.ERROR, "Writing audit hangs; requests are refused meanwhile");
      settle(batch, false);
      refuseQueued();
    }
  }

  private void refuseQueued() {
    for (List<Pending> batch = next(); !batch.isEmpty(); batch = next()) {
      refuse(batch);
    }
  }

  private void refuse(List<Pending> batch) {
    unwritten.addAndGet(batch.size());
    settle(batch, false);
  }

  private void retryIfUnsettled() {
    if (unsettled() && retryScheduled.compareAndSet(false, true)) {
      runtime.timer().after(RETRY, this::wakeRetry);
    }
  }

  private boolean unsettled() {
    return (failing || writer.behind()) && !closed;
  }

  private void wakeRetry() {
    if (!closed) {
      runtime.executor().execute(this::retry);
    }
  }

  private void retry() {
    retryScheduled.set(false);
    writing.lock();
    try {
      if (unsettled()) {
        commit(new ArrayList<>());
      }
    } finally {
      writing.unlock();
    }
  }

  /** Writes what is queued, then ends; waits for a write under way. */
  void close() throws IOException {
    closed = true;
    writing.lock();
    try {
      writeQueued();
      writer.close();
    } finally {
      writing.unlock();
    }
  }
}
