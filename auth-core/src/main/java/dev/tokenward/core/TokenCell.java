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

  /** Bits of a stamp that count: a million changes go by before one looks like an earlier one. */
  private static final int COUNTED = 20;

  /** Year 2248, the last that has room beside the count. */
  private static final long LATEST = Long.MAX_VALUE >> COUNTED;

  private final Clock clock;

  /** When what is held stops being fresh, in milliseconds, and which change that was. */
  private volatile long stamp = Long.MIN_VALUE;

  private long changes;
  private volatile @Nullable AccessToken fresh;
  private volatile @Nullable Held held;

  TokenCell(Clock clock) {
    this.clock = clock;
  }

  /**
   * The held token, while it is fresh: what every hit takes. Its stamp is read before and after it,
   * so that no token is taken by another's time, and not by one that is the same by chance.
   */
  final @Nullable AccessToken fresh(long now) {
    long before = stamp;
    AccessToken token = fresh;
    return now < (before >> COUNTED) && before == stamp ? token : null;
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
    stamp = Long.MIN_VALUE;
    held = next;
    fresh = next == null ? null : next.token();
    if (next != null) {
      stamp = stamp(next.windows().refreshAt());
    }
  }

  private long stamp(long freshUntil) {
    long change = changes++ & ((1L << COUNTED) - 1);
    return (Math.max(-LATEST, Math.min(freshUntil, LATEST)) << COUNTED) | change;
  }
}
