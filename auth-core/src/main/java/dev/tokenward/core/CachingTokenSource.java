package dev.tokenward.core;

import dev.tokenward.core.TokenException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The engine around any {@link TokenSource}: keeps one token per request, renews it in the
 * background before it ends, and asks upstream once however many callers wait.
 *
 * <ul>
 *   <li>A held token is given out without a lock and without an allocation.
 *   <li>While a usable token is held no call fails, whatever happens upstream.
 *   <li>Failures are answered from memory until a pause has passed: one second to a minute, longer
 *       where the server asks for it, two minutes where no repetition can help.
 *   <li>A grant that does not return is given up after {@link CacheSettings#flightLimit()}.
 * </ul>
 *
 * <p>Thread-safe. Share one for the whole program and close it at the end.
 */
public final class CachingTokenSource implements TokenSource, AutoCloseable {

  private final String name;
  private final TokenSource source;
  private final TokenRuntime runtime;
  private final CacheSettings settings;
  private final Clock clock;
  private final Announcer announcer;
  private final Shutdown shutdown;
  private final Slots slots;
  private final LongAdder grants = new LongAdder();
  private final LongAdder failures = new LongAdder();

  CachingTokenSource(
      String name,
      TokenSource source,
      TokenRuntime runtime,
      CacheSettings settings,
      TokenListener listener,
      Runnable onClose) {
    this.name = name;
    this.source = source;
    this.runtime = runtime;
    this.settings = settings;
    this.clock = runtime.clock();
    this.announcer = new Announcer(listener, runtime.executor());
    this.shutdown = new Shutdown(onClose);
    long seed = runtime.random().nextLong();
    this.slots =
        new Slots(
            settings.maxEntries(),
            request -> new Slot(name, request, runtime, Jitter.of(seed, request)),
            this::evicted);
  }

  /**
   * Puts the engine around a source of one's own.
   *
   * @param name what messages call the credential
   */
  public static CachingTokenSource around(
      String name,
      TokenSource source,
      TokenRuntime runtime,
      CacheSettings settings,
      TokenListener listener) {
    return new CachingTokenSource(name, source, runtime, settings, listener, () -> {});
  }

  /** Returns a token within {@link Patience#DEFAULT}. */
  @Override
  public AccessToken token(TokenRequest request) {
    return token(request, Patience.DEFAULT);
  }

  /**
   * Returns a token within {@code patience}. A caller that gives up leaves the grant under way to
   * the others.
   *
   * @throws TokenException when no usable token is held and none could be acquired
   */
  public AccessToken token(TokenRequest request, Patience patience) {
    AccessToken held = atOnce(request, patience.minRemaining());
    return held != null ? held : ask(request, patience).await();
  }

  /**
   * Like {@link #token(TokenRequest, Patience)}, without a thread that waits. The future is the
   * caller's own; what depends on it runs on the runtime's executor.
   */
  public CompletableFuture<AccessToken> tokenAsync(TokenRequest request, Patience patience) {
    AccessToken held = atOnce(request, patience.minRemaining());
    if (held != null) {
      return CompletableFuture.completedFuture(held);
    }
    try {
      return ask(request, patience).future(runtime.executor());
    } catch (TokenException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The held token, if it is usable; never waits, never asks upstream. */
  public Optional<AccessToken> peek(TokenRequest request) {
    Slot slot = slots.find(request);
    return slot == null ? Optional.empty() : Optional.ofNullable(slot.usable(Duration.ZERO));
  }

  /**
   * Gives up {@code token} because a server refused it, if it is still held; the next call acquires
   * another. However many callers report one token, it is given up once.
   *
   * <p>At most one token per request is given up in 30 seconds. A report inside that time is not
   * followed: the token, renewed a moment ago, stays held, and the answer is false. So a caller
   * whose requests are refused for another reason than the token can neither force requests
   * upstream nor take the token from those it works for. After a report, ask again, and repeat the
   * refused request only with a token that is not equal to the refused one.
   *
   * @return whether the token was given up by this call; false too when another call was first
   */
  public boolean invalidate(AccessToken token) {
    TokenRequest request = token.request();
    Slot slot = request == null ? null : slots.find(request);
    if (slot == null || !slot.invalidate(token)) {
      return false;
    }
    announcer.announce(new TokenEvent.Invalidated(slot.request(), token.id()));
    return true;
  }

  /**
   * What a source has done and holds. Hits are not counted: counting would cost more than the hit.
   *
   * @param held how many tokens are kept, ended ones not yet removed included
   * @param flights how many grants are under way
   * @param grants how many grants brought a token
   * @param failures how many did not
   */
  public record Stats(int held, int flights, long grants, long failures) {}

  /** A snapshot; takes time in proportion to what is held. */
  public Stats stats() {
    int held = (int) slots.all().stream().filter(slot -> slot.held() != null).count();
    return new Stats(held, shutdown.flights(), grants.sum(), failures.sum());
  }

  /**
   * Ends the source: who waits and who asks from now on gets {@link Reason#CLOSED}. The
   * credential's secrets are destroyed when the last grant under way has returned. Tokens that were
   * given out stay as they are. Idempotent; does not wait.
   */
  @Override
  public void close() {
    if (!shutdown.close()) {
      return;
    }
    for (Slot slot : slots.all()) {
      Flight last = slot.close();
      if (last != null) {
        last.fail(closed());
      }
    }
    slots.clear();
  }

  private @Nullable AccessToken atOnce(TokenRequest request, Duration minimum) {
    Slot slot = slots.find(request);
    Held held = slot == null ? null : slot.held();
    if (slot == null || held == null) {
      return null;
    }
    long now = clock.millis();
    return held.freshFor(minimum, now) ? held.token() : whileRenewing(slot, held, minimum, now);
  }

  private @Nullable AccessToken whileRenewing(Slot slot, Held held, Duration minimum, long now) {
    if (held.stale(now) || !held.usableFor(minimum, now)) {
      return null;
    }
    if (slot.mayBegin()) {
      Flight flight = slot.begin();
      if (flight != null) {
        launch(slot, flight);
      }
    }
    return held.token();
  }

  private Waiter ask(TokenRequest request, Patience patience) {
    while (!shutdown.closed()) {
      Slot slot = slots.of(request);
      Waiter waiter = new Waiter(slot, patience.minRemaining());
      if (slot.admit(waiter, flight -> launch(slot, flight))) {
        waiter.limit(limit(slot, patience), runtime.timer(), () -> timedOut(patience));
        return waiter;
      }
      slots.drop(slot);
    }
    throw closed();
  }

  private Duration limit(Slot slot, Patience patience) {
    boolean fallback = slot.usable(patience.minRemaining()) != null;
    return fallback && settings.staleWait().compareTo(patience.atMost()) < 0
        ? settings.staleWait()
        : patience.atMost();
  }

  private void launch(Slot slot, Flight flight) {
    if (!shutdown.enter()) {
      flight.fail(closed());
      return;
    }
    Runnable noLimit =
        runtime.timer().after(settings.flightLimit(), () -> failed(slot, flight, unanswered()));
    Runnable over =
        () -> {
          noLimit.run();
          shutdown.leave();
        };
    try {
      runtime.executor().execute(() -> fly(slot, flight, over));
    } catch (RejectedExecutionException e) {
      over.run();
      failed(slot, flight, Unexpected.of(name, e));
    }
  }

  private void fly(Slot slot, Flight flight, Runnable over) {
    long start = runtime.ticker().getAsLong();
    try {
      AccessToken token = source.token(slot.request()).keptUnder(slot.request());
      landed(slot, flight, token, Duration.ofNanos(runtime.ticker().getAsLong() - start));
    } catch (TokenException e) {
      failed(slot, flight, e);
    } catch (Throwable e) {
      failed(slot, flight, Unexpected.of(name, e));
    } finally {
      over.run();
    }
  }

  private void landed(Slot slot, Flight flight, AccessToken token, Duration took) {
    grants.increment();
    flight.land(slot.landed(flight, token));
    announcer.announce(
        new TokenEvent.Acquired(slot.request(), token.id(), token.expiresAt(), took));
  }

  private void failed(Slot slot, Flight flight, TokenException cause) {
    Slot.Failure left = slot.failed(flight, cause);
    if (left != null) {
      failures.increment();
      flight.fail(cause);
      announcer.announce(
          new TokenEvent.RefreshFailed(
              slot.request(), cause.reason(), left.failures(), left.pause()));
    }
  }

  private void evicted(Slot slot) {
    Held held = slot.held();
    if (held != null) {
      announcer.announce(new TokenEvent.Evicted(slot.request(), held.token().id()));
    }
  }

  private TokenException closed() {
    return new TokenException(
        Reason.CLOSED, "The source of " + name + " was closed", "Open the credential again.");
  }

  private TokenException timedOut(Patience patience) {
    return new TokenException(
        Reason.TIMED_OUT,
        "No token for " + name + " came within " + patience.atMost(),
        "Ask again, with more patience if the server is slow.");
  }

  private TokenException unanswered() {
    return new TokenException(
        Reason.UNREACHABLE,
        "The grant for " + name + " did not return within " + settings.flightLimit(),
        "Check that the authorization server answers.");
  }
}
