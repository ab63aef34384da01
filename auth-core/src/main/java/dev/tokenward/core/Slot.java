package dev.tokenward.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known for one request: the held token, the flight under way, the pause after a failure.
 * Readers take volatile fields; every change is made under the slot's own lock, which is never held
 * while anything runs that is not in this package's memory.
 */
final class Slot extends TokenCell {

  /** The least time between two refreshes that invalidation causes. */
  static final Duration BETWEEN_INVALIDATIONS = Duration.ofSeconds(30);

  private final Failures failures;
  private final TokenRequest request;
  private final Clock clock;
  private final LongSupplier ticker;
  private final Backoff backoff;
  private final double jitter;
  private final Duration minRemaining;

  private volatile @Nullable Flight flight;
  private @Nullable AccessToken latest;
  private @Nullable Challenge wanted;
  private @Nullable Challenge answered;
  private @Nullable Challenge unanswerable;
  private boolean invalidated;
  private long invalidatedAt;
  private boolean retired;

  Slot(
      Failures failures,
      TokenRequest request,
      TokenRuntime runtime,
      double jitter,
      Duration minRemaining) {
    super(runtime.clock());
    this.failures = failures;
    this.request = request;
    this.clock = runtime.clock();
    this.ticker = runtime.ticker();
    this.backoff = new Backoff(runtime.random());
    this.jitter = jitter;
    this.minRemaining = minRemaining;
  }

  Failures failures() {
    return failures;
  }

  TokenRequest request() {
    return request;
  }

  /** Whether {@link #begin} is worth its lock. */
  boolean mayBegin() {
    return flight == null && !backoff.pausing(ticker.getAsLong());
  }

  /**
   * How long a caller with a usable token waits for a fresh one. Of a flight, the first moment: a
   * server that hangs holds nobody up after that. None while attempts fail.
   */
  synchronized Duration staleWait(Duration most) {
    Flight current = flight;
    if (backoff.failure() != null) {
      return Duration.ZERO;
    }
    Duration flown = current == null ? Duration.ZERO : current.flown(ticker.getAsLong());
    return flown.compareTo(most) < 0 ? most.minus(flown) : Duration.ZERO;
  }

  /** Begins a flight for a token that is due, unless there is one or a pause. */
  synchronized @Nullable Flight begin() {
    return retired || flight != null || holdsFresh(Duration.ZERO) ? null : beginUnlessPausing();
  }

  /**
   * Lets {@code waiter} join the flight under way, or the one that it causes, or answers it from
   * memory.
   *
   * @param launch takes the flight, when this call began one
   * @return false when this slot has left the cache
   */
  boolean admit(Waiter waiter, Consumer<Flight> launch) {
    Flight joined;
    Held known;
    boolean began = false;
    synchronized (this) {
      if (retired) {
        return false;
      }
      known = held();
      // One that began before a challenge does not answer it: who asks now waits for the next.
      joined = flight != null && Objects.equals(flight.challenge(), wanted) ? flight : null;
      if (joined == null && !holdsFresh(waiter.minimum())) {
        joined = beginUnlessPausing();
        began = joined != null;
      }
    }
    if (joined == null) {
      answerFromMemory(waiter, known);
    } else {
      joined.join(waiter);
    }
    if (began && joined != null) {
      launch.accept(joined);
    }
    return true;
  }

  private @Nullable Flight beginUnlessPausing() {
    long ticks = ticker.getAsLong();
    if (backoff.pausing(ticks)) {
      return null;
    }
    Flight begun = new Flight(wanted, ticks);
    flight = begun;
    return begun;
  }

  /** What was held when it was decided that no flight is needed; it may be dropped meanwhile. */
  private void answerFromMemory(Waiter waiter, @Nullable Held shorter) {
    TokenException failure;
    Duration pause;
    synchronized (this) {
      failure = backoff.failure();
      pause = backoff.remaining(ticker.getAsLong());
    }
    if (failure != null) {
      waiter.refused(() -> failure.retryable() ? failure.withRetryAfter(pause) : failure);
    } else if (shorter != null && !shorter.expired(clock.millis())) {
      // The source has just shown that it gives nothing longer.
      waiter.give(shorter.token());
    } else {
      waiter.refused(() -> failures.endedOnArrival().withRetryAfter(pause));
    }
  }

  /** The failure as a caller should see it: it says so when a token is held but too short. */
  TokenException explain(TokenException failure) {
    Held shorter = held();
    return shorter == null || !failure.retryable() || shorter.expired(clock.millis())
        ? failure
        : failures.endsTooEarly(Instant.ofEpochMilli(shorter.windows().expiresAt()), failure);
  }

  /**
   * Takes in what a flight brought, late or not.
   *
   * @return what its waiters get
   */
  synchronized AccessToken landed(Flight done, AccessToken token) {
    // First: a token with impossible times fails the flight, which then still is this one.
    Held fresh = new Held(token, Windows.of(token, jitter, minRemaining));
    if (flight == done) {
      flight = null;
    }
    // A flight that began before the challenge came does not answer it.
    if (retired || !Objects.equals(done.challenge(), wanted)) {
      return token;
    }
    Held old = held();
    boolean shorter = old != null && old.windows().expiresAt() > fresh.windows().expiresAt();
    Held kept = old != null && shorter ? old : fresh;
    long now = clock.millis();
    if (shorter || token.equals(latest) || !fresh.freshFor(Duration.ZERO, now)) {
      backoff.helpedNobody(ticker.getAsLong(), life(kept, now));
    } else {
      backoff.succeeded();
    }
    latest = token;
    hold(kept);
    answered = wanted;
    return kept.token();
  }

  /** What a failed flight leaves behind. */
  record Failure(int failures, Duration pause) {}

  /** Takes in that a flight failed; null when it had been given up before. */
  synchronized @Nullable Failure failed(Flight done, TokenException cause) {
    if (flight != done) {
      return null;
    }
    flight = null;
    // Perhaps the claims are why: they must not stand in the way, and the next request has none.
    boolean dropsClaims = !cause.retryable() && done.challenge() != null;
    if (dropsClaims) {
      wanted = null;
      unanswerable = done.challenge();
    }
    Duration life = life(held(), clock.millis());
    Duration pause =
        dropsClaims
            ? backoff.failedForItsClaims(ticker.getAsLong(), cause, life)
            : backoff.failed(ticker.getAsLong(), cause, life);
    return new Failure(backoff.failures(), pause);
  }

  private static Duration life(@Nullable Held current, long now) {
    return current == null
        ? Duration.ZERO
        : Duration.ofMillis(Math.max(0, current.windows().usableUntil() - now));
  }

  /**
   * Drops {@code token} if it is the held one, does not answer {@code challenge}, and none was
   * dropped shortly before.
   */
  boolean invalidate(AccessToken token, @Nullable Challenge challenge) {
    return holds(token) && drop(token, challenge);
  }

  private synchronized boolean drop(AccessToken token, @Nullable Challenge challenge) {
    long ticks = ticker.getAsLong();
    boolean justDropped = invalidated && ticks - invalidatedAt < BETWEEN_INVALIDATIONS.toNanos();
    boolean inVain =
        challenge != null && (challenge.equals(answered) || challenge.equals(unanswerable));
    if (justDropped || inVain || !holds(token)) {
      return false;
    }
    hold(null);
    wanted = challenge == null ? wanted : challenge;
    invalidated = true;
    invalidatedAt = ticks;
    backoff.endPause();
    return true;
  }

  /** Leaves the cache for room, unless a flight is under way. */
  synchronized boolean retireIfIdle() {
    if (flight != null) {
      return false;
    }
    retired = true;
    return true;
  }

  /** Leaves the cache for good; returns the flight whose waiters are still to be told. */
  synchronized @Nullable Flight close() {
    retired = true;
    hold(null);
    Flight last = flight;
    flight = null;
    return last;
  }
}
