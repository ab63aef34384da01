package dev.tokenward.core;

import java.time.Duration;

/**
 * How long one call may wait and how long the token must still live. Both count from the call, so
 * one instance serves every call.
 *
 * @param atMost the longest wait; afterwards the call fails with {@link
 *     TokenException.Reason#TIMED_OUT} unless a usable token is held
 * @param minRemaining the least remaining life of the returned token; more than a fresh token of
 *     the source has is capped to what it gives
 */
public record Patience(Duration atMost, Duration minRemaining) {

  /** Waits up to 30 seconds for a token of any remaining life. */
  public static final Patience DEFAULT = new Patience(Duration.ofSeconds(30), Duration.ZERO);

  /** Refuses negative durations. */
  public Patience {
    if (atMost.isNegative() || minRemaining.isNegative()) {
      throw new IllegalArgumentException("Patience takes no negative duration");
    }
  }

  /** Waits up to {@code limit} for a token of any remaining life. */
  public static Patience atMost(Duration limit) {
    return new Patience(limit, Duration.ZERO);
  }

  /** This patience, for a token that lives at least {@code remaining} longer. */
  public Patience minRemaining(Duration remaining) {
    return new Patience(atMost, remaining);
  }
}
