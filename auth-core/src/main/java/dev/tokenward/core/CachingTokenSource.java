package dev.tokenward.core;

import dev.tokenward.core.TokenException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

  private final TokenRuntime runtime;
  private final CacheSettings settings;
  private final Clock clock;
  private final Failures failures;
  private final Announcer announcer;
  private final Shutdown shutdown;
  private final Slots slots;
  private final Grants grants;

  CachingTokenSource(
      String name,
      TokenSource source,
      TokenRuntime runtime,
      CacheSettings settings,
      TokenListener listener,
      Runnable onClose) {
    this.runtime = runtime;
    this.settings = settings;
    this.clock = runtime.clock();
    this.failures = new Failures(name);
    this.announcer = new Announcer(listener, runtime.executor());
    this.shutdown = new Shutdown(onClose);
    this.grants =
        new Grants(source, runtime, settings.flightLimit(), failures, announcer, shutdown);
    long seed = runtime.random().nextLong();
    this.slots =
        new Slots(
            settings.maxEntries(),
            request ->
                new Slot(
                    failures, request, runtime, Jitter.of(seed, request), settings.minRemaining()),
            this::evicted);
  }

  /**
   * Puts the engine around a source of one's own. What the source sends is not repeated: retries
   * are the source's, or those of the sender it is given.
   *
   * @param name what messages call the credential
   * @param source asked once for each grant, on a thread of {@code runtime}
   * @param runtime clock, threads and timer; {@link TokenRuntime#system()} outside of tests
   * @param settings the engine's bounds, such as {@link CacheSettings#DEFAULT}
   * @param listener hears what happens, or {@link TokenListener#NONE}
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
   * caller's own: to cancel it ends no grant. It fails with a {@link TokenException}; what depends
   * on it runs on the runtime's executor, or at once where a token is held.
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

  /**
   * The held token, if it is usable; never waits, never asks upstream, never fails. It may be one
   * that is due for renewal, which this does not begin.
   */
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
    return giveUp(token, null);
  }

  /**
   * Gives up {@code token} because a server demands one that says more, and remembers the demand:
   * the grants for the same request send its claims from now on, until another challenge replaces
   * it or the authorization server refuses them for good.
   *
   * <p>Bounded like {@link #invalidate(AccessToken)}. A challenge is answered once: when the held
   * token was acquired with these very claims, another would be no better, and the answer is false.
   *
   * @return whether the token was given up by this call
   */
  public boolean invalidate(AccessToken token, Challenge challenge) {
    return giveUp(token, challenge);
  }

  private boolean giveUp(AccessToken token, @Nullable Challenge challenge) {
    TokenRequest request = token.request();
    Slot slot = request == null ? null : slots.find(request);
    if (slot == null || !slot.invalidate(token, challenge)) {
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
    return new Stats(held, shutdown.flights(), grants.succeeded(), grants.failed());
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
        last.fail(failures.closed());
      }
    }
    slots.clear();
  }

  private @Nullable AccessToken atOnce(TokenRequest request, Duration minimum) {
    // Before the map is read: a processor reads memory while the clock is still on its way.
    long now = clock.millis();
    Slot slot = slots.find(request);
    if (slot == null) {
      return null;
    }
    AccessToken fresh = minimum.isZero() ? slot.fresh(now) : null;
    return fresh != null ? fresh : atOnce(slot, minimum, now);
  }

  private @Nullable AccessToken atOnce(Slot slot, Duration minimum, long now) {
    Held held = slot.held();
    if (held == null) {
      return null;
    }
    return held.freshFor(minimum, now) ? held.token() : whileRenewing(slot, held, minimum, now);
  }

  private @Nullable AccessToken whileRenewing(Slot slot, Held held, Duration minimum, long now) {
    if (!held.usableFor(minimum, now)) {
      return null;
    }
    if (held.stale(now) && !slot.staleWait(settings.staleWait()).isZero()) {
      return null;
    }
    if (slot.mayBegin()) {
      Flight flight = slot.begin();
      if (flight != null) {
        grants.launch(slot, flight);
      }
    }
    return held.token();
  }

  private Waiter ask(TokenRequest request, Patience patience) {
    while (!shutdown.closed()) {
      Slot slot = slots.of(request);
      Waiter waiter = new Waiter(slot, patience.minRemaining());
      if (slot.admit(waiter, flight -> grants.launch(slot, flight))) {
        waiter.limit(
            limit(slot, patience), runtime.timer(), () -> failures.timedOut(patience.atMost()));
        return waiter;
      }
      slots.drop(slot);
    }
    throw failures.closed();
  }

  private Duration limit(Slot slot, Patience patience) {
    if (slot.usable(patience.minRemaining()) == null) {
      return patience.atMost();
    }
    Duration wait = slot.staleWait(settings.staleWait());
    return wait.compareTo(patience.atMost()) < 0 ? wait : patience.atMost();
  }

  private void evicted(Slot slot) {
    Held held = slot.held();
    if (held != null) {
      announcer.announce(new TokenEvent.Evicted(slot.request(), held.token().id()));
    }
  }
}
