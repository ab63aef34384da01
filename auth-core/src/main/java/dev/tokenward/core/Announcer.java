package dev.tokenward.core;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Tells a listener what happened, on the executor's threads, and survives what it throws. */
final class Announcer {

  private static final System.Logger LOG = System.getLogger(Announcer.class.getName());

  private final TokenListener listener;
  private final Executor executor;

  Announcer(TokenListener listener, Executor executor) {
    this.listener = listener;
    this.executor = executor;
  }

  void announce(TokenEvent event) {
    if (listener == TokenListener.NONE) {
      return;
    }
    try {
      executor.execute(() -> tell(event));
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.WARNING, "No thread was free to tell a token listener");
    }
  }

  private void tell(TokenEvent event) {
    try {
      listener.on(event);
    } catch (Throwable e) {
      // Only its class: a listener's message may hold anything.
      LOG.log(System.Logger.Level.WARNING, "A token listener failed with " + e.getClass());
    }
  }
}
