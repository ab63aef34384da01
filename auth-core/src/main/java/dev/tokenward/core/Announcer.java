package dev.tokenward.core;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a listener what happened, one event after the other on one thread of the executor, and
 * survives what it throws. A listener that is slow takes no more threads than that from the grants;
 * when it is far behind, it misses events.
 */
final class Announcer {

  static final int MOST_WAITING = 1_000;

  private static final System.Logger LOG = System.getLogger(Announcer.class.getName());

  private final TokenListener listener;
  private final Executor executor;
  private final LinkedBlockingQueue<TokenEvent> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean telling = new AtomicBoolean();

  Announcer(TokenListener listener, Executor executor) {
    this.listener = listener;
    this.executor = executor;
  }

  void announce(TokenEvent event) {
    if (listener == TokenListener.NONE) {
      return;
    }
    if (!waiting.offer(event)) {
      LOG.log(System.Logger.Level.WARNING, "A token listener is far behind and misses an event");
    }
    if (telling.compareAndSet(false, true)) {
      begin();
    }
  }

  private void begin() {
    try {
      executor.execute(this::tellAll);
    } catch (Throwable e) {
      // An Error too, such as that no thread could start: the next event tries again.
      telling.set(false);
      LOG.log(System.Logger.Level.WARNING, "No thread was free to tell a token listener");
    }
  }

  private void tellAll() {
    do {
      for (TokenEvent event = waiting.poll(); event != null; event = waiting.poll()) {
        tell(event);
      }
      telling.set(false);
      // One that came in between found this thread still at it.
    } while (!waiting.isEmpty() && telling.compareAndSet(false, true));
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
