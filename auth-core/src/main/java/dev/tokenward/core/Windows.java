package dev.tokenward.core;

import java.time.Duration;

/**
 * When a token is renewed and how long it is used, in epoch milliseconds. All of it scales with the
 * token's life, so that a token of two minutes is cached as well as one of a day.
 *
 * @param refreshAt from here on a renewal runs in the background
 * @param staleAt from here on callers wait a moment for it
 * @param usableUntil from here on the token is too close to its end to be given out
 * @param expiresAt the token's end
 * @param longestMinimum the largest minimum of remaining life that can force a renewal
 */
record Windows(
    long refreshAt, long staleAt, long usableUntil, long expiresAt, long longestMinimum) {

  /** Of a token without an end: it is fresh for ever. */
  static final Windows ENDLESS =
      new Windows(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 0);

  private static final long LARGEST_SKEW = Duration.ofSeconds(30).toMillis();
  private static final long LARGEST_WINDOW = Duration.ofMinutes(5).toMillis();
  private static final long BEFORE_MINIMUM = Duration.ofMinutes(1).toMillis();
  private static final long LONG_LIFE = Duration.ofHours(2).toMillis();

  /**
   * The windows of {@code token}.
   *
   * @param jitter from 0 to 1: spreads the renewals of many instances over a tenth of the window
   * @param minRemaining a minimum that is asked for as a rule: renewed a minute before it is missed
   */
  static Windows of(AccessToken token, double jitter, Duration minRemaining) {
    return token instanceof MintedToken minted ? ofMinted(minted, jitter, minRemaining) : ENDLESS;
  }

  private static Windows ofMinted(MintedToken token, double jitter, Duration minRemaining) {
    long issuedAt = token.issuedAt().toEpochMilli();
    long expiresAt = token.expiresAt().toEpochMilli();
    long life = expiresAt - issuedAt;
    long skew = Math.min(LARGEST_SKEW, life / 20);
    long window = window(life, skew, minRemaining);
    long usableUntil = expiresAt - skew;
    long due = Math.min(due(token, issuedAt, life, expiresAt - window), usableUntil);
    long staleAt = Math.max(due, usableUntil - (window - skew) / 2);
    // Of the window that a minimum widened too: half of its minute is left.
    long spread = (long) (jitter * Math.min(window, LARGEST_WINDOW) / 10);
    long refreshAt = Math.min(due + spread, staleAt);
    return new Windows(refreshAt, staleAt, usableUntil, expiresAt, life - life / 10);
  }

  private static long window(long life, long skew, Duration minRemaining) {
    long scaled = Math.max(skew, Math.min(LARGEST_WINDOW, life / 5));
    boolean asked = !minRemaining.isZero();
    long needed = asked ? atMost(life, minRemaining) + BEFORE_MINIMUM : 0;
    return Math.min(Math.max(scaled, needed), life / 2);
  }

  private static long due(MintedToken token, long issuedAt, long life, long windowStart) {
    if (token.refreshAt() != null) {
      return token.refreshAt().toEpochMilli();
    }
    return life > LONG_LIFE ? issuedAt + life / 2 : windowStart;
  }

  /** Until when the token is given out without further thought. */
  long freshUntil(Duration minimum) {
    return Math.min(refreshAt, outlives(minimum));
  }

  /** Until when the token may be given to a caller that asks for {@code minimum}. */
  long usableUntil(Duration minimum) {
    return Math.min(usableUntil, outlives(minimum));
  }

  // A minimum near the whole life would renew at every call: it counts for nine tenths at most.
  private long outlives(Duration minimum) {
    return expiresAt - atMost(longestMinimum, minimum);
  }

  /** In milliseconds, however long {@code duration} is. */
  private static long atMost(long limit, Duration duration) {
    return duration.toSeconds() > limit ? limit : Math.min(duration.toMillis(), limit);
  }
}
