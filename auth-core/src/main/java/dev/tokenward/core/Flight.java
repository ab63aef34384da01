package dev.tokenward.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One grant under way and the callers that wait for it. It ends once; whoever joins later gets the
 * same end. No caller can end it.
 */
final class Flight {

  private final List<Waiter> waiting = new ArrayList<>();
  private final @Nullable Challenge challenge;
  private final long begunAt;
  private int most = 64;
  private @Nullable AccessToken token;
  private @Nullable TokenException failure;

  /** A flight from {@code ticks} on, to answer {@code challenge} where a server has made one. */
  Flight(@Nullable Challenge challenge, long ticks) {
    this.challenge = challenge;
    this.begunAt = ticks;
  }

  @Nullable Challenge challenge() {
    return challenge;
  }

  /** How long it has been under way. */
  Duration flown(long ticks) {
    return Duration.ofNanos(ticks - begunAt);
  }

  void join(Waiter waiter) {
    synchronized (this) {
      if (token == null && failure == null) {
        forgetWhoGaveUp();
        waiting.add(waiter);
        return;
      }
    }
    tell(waiter);
  }

  /** Callers of little patience may come as often as they like while a server hangs. */
  private void forgetWhoGaveUp() {
    if (waiting.size() >= most) {
      waiting.removeIf(Waiter::isDone);
      most = Math.max(most, 2 * waiting.size());
    }
  }

  /** Whether its waiters have been told. */
  synchronized boolean ended() {
    return token != null || failure != null;
  }

  synchronized int waiting() {
    return waiting.size();
  }

  void land(AccessToken result) {
    end(result, null);
  }

  void fail(TokenException cause) {
    end(null, cause);
  }

  private void end(@Nullable AccessToken result, @Nullable TokenException cause) {
    List<Waiter> everyone;
    synchronized (this) {
      if (token != null || failure != null) {
        return;
      }
      token = result;
      failure = cause;
      everyone = List.copyOf(waiting);
      waiting.clear();
    }
    everyone.forEach(this::tell);
  }

  private void tell(Waiter waiter) {
    TokenException cause = failure;
    if (token != null) {
      waiter.give(token);
    } else if (cause != null) {
      waiter.refused(() -> cause);
    }
  }
}
