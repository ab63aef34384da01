package dev.tokenward.vault.audit;

import dev.tokenward.core.TokenRuntime;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** Runs work in the background, now and after every pause, until it is closed. Thread-safe. */
public final class Periodic implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Periodic.class.getName());

  private final Runnable work;
  private final Duration pause;
  private final TokenRuntime runtime;
  private volatile boolean closed;

  /** {@code work} tells of its own failures. */
  public Periodic(Runnable work, Duration pause, TokenRuntime runtime) {
    this.work = work;
    this.pause = pause;
    this.runtime = runtime;
  }

  /** Begins. */
  public void start() {
    if (closed) {
      return;
    }
    try {
      runtime.executor().execute(work);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "The vault is stopping", e);
      return;
    }
    runtime.timer().after(pause, this::start);
  }

  @Override
  public void close() {
    closed = true;
  }
}
