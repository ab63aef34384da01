package dev.tokenward.core;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Runs the grants of one source: off the caller's thread, each within a limit, counted. */
final class Grants {

  private final TokenSource source;
  private final TokenRuntime runtime;
  private final Duration limit;
  private final Failures failures;
  private final Announcer announcer;
  private final Shutdown shutdown;
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();

  Grants(
      TokenSource source,
      TokenRuntime runtime,
      Duration limit,
      Failures failures,
      Announcer announcer,
      Shutdown shutdown) {
    this.source = source;
    this.runtime = runtime;
    this.limit = limit;
    this.failures = failures;
    this.announcer = announcer;
    this.shutdown = shutdown;
  }

  long succeeded() {
    return succeeded.sum();
  }

  long failed() {
    return failed.sum();
  }

  /** Runs the grant of {@code flight}, which {@code slot} has begun. */
  void launch(Slot slot, Flight flight) {
    if (!shutdown.enter()) {
      flight.fail(failures.closed());
      return;
    }
    Runnable inTime = () -> {};
    try {
      inTime = runtime.timer().after(limit, () -> fail(slot, flight, failures.unanswered(limit)));
      Runnable over = over(inTime);
      runtime.executor().execute(() -> fly(slot, flight, over));
    } catch (Throwable e) {
      // An Error too, such as that no thread could start: a flight that never ends ends the key.
      over(inTime).run();
      fail(slot, flight, failures.broken(e));
    }
  }

  private Runnable over(Runnable inTime) {
    return () -> {
      inTime.run();
      shutdown.leave();
    };
  }

  private void fly(Slot slot, Flight flight, Runnable over) {
    long start = runtime.ticker().getAsLong();
    try {
      if (flight.ended()) {
        // Given up while it waited for a thread: another may be under way by now.
        return;
      }
      AccessToken token =
          source.token(slot.request().answering(flight.challenge())).keptUnder(slot.request());
      land(slot, flight, token, Duration.ofNanos(runtime.ticker().getAsLong() - start));
    } catch (TokenException e) {
      fail(slot, flight, e);
    } catch (Throwable e) {
      fail(slot, flight, failures.broken(e));
    } finally {
      over.run();
    }
  }

  private void land(Slot slot, Flight flight, AccessToken token, Duration took) {
    AccessToken kept = slot.landed(flight, token);
    succeeded.increment();
    flight.land(kept);
    announcer.announce(
        new TokenEvent.Acquired(slot.request(), token.id(), token.expiresAt(), took));
  }

  private void fail(Slot slot, Flight flight, TokenException cause) {
    Slot.Failure left = slot.failed(flight, cause);
    flight.fail(cause);
    if (left != null) {
      failed.increment();
      announcer.announce(
          new TokenEvent.RefreshFailed(
              slot.request(), cause.reason(), left.failures(), left.pause()));
    }
  }
}
