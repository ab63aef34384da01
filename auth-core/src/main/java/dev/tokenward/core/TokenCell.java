package dev.tokenward.core;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a slot holds, and beside it, in the slot's own memory, what a hit needs of it: among very
 * many tokens a hit costs what it fetches from memory, and this is the least. Any thread reads; who
 * changes it has the slot's lock.
 */
abstract class TokenCell {

  private final Clock clock;
  private volatile long freshUntil = Long.MIN_VALUE;
  private volatile @Nullable AccessToken fresh;
  private volatile @Nullable Held held;

  TokenCell(Clock clock) {
    this.clock = clock;
  }

  /**
   * The held token, while it is fresh: what every hit takes. Its time is read before and after it,
   * so that no token is taken by another's time.
   */
  final @Nullable AccessToken fresh(long now) {
    long until = freshUntil;
    AccessToken token = fresh;
    return now < until && until == freshUntil ? token : null;
  }

  final @Nullable Held held() {
    return held;
  }

  /** The held token, if it outlives {@code minimum}. */
  final @Nullable AccessToken usable(Duration minimum) {
    Held current = held;
    return current != null && current.usableFor(minimum, clock.millis()) ? current.token() : null;
  }

  final boolean holdsFresh(Duration minimum) {
    Held current = held;
    return current != null && current.freshFor(minimum, clock.millis());
  }

  final boolean holds(AccessToken token) {
    Held current = held;
    return current != null && current.token().equals(token);
  }

  /** Holds {@code next} instead, or nothing. */
  final void hold(@Nullable Held next) {
    freshUntil = Long.MIN_VALUE;
    held = next;
    fresh = next == null ? null : next.token();
    freshUntil = next == null ? Long.MIN_VALUE : next.windows().refreshAt();
  }
}
