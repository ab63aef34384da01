package dev.tokenward.core;

import java.time.Duration;

/**
 * The bounds of one {@link CachingTokenSource}.
 *
 * @param maxEntries the most requests remembered; what has expired leaves first
 * @param staleWait how long callers wait for a fresh token while the held one is about to end,
 *     counted from when it was asked for; they do not wait while attempts fail
 * @param flightLimit when a grant that does not return is given up, so that others may try
 * @param minRemaining the largest {@link Patience#minRemaining()} that callers ask for as a rule:
 *     tokens are renewed a minute before it is missed, so that such callers do not wait either
 */
public record CacheSettings(
    int maxEntries, Duration staleWait, Duration flightLimit, Duration minRemaining) {

  /** 1,000 requests, 250 milliseconds, 30 seconds, no minimum. */
  public static final CacheSettings DEFAULT =
      new CacheSettings(1_000, Duration.ofMillis(250), Duration.ofSeconds(30));

  /** Refuses bounds that would stop everything. */
  public CacheSettings {
    if (maxEntries < 1 || flightLimit.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException(
          "CacheSettings takes at least one entry and a flight limit above zero");
    }
    if (staleWait.isNegative() || minRemaining.isNegative()) {
      throw new IllegalArgumentException("CacheSettings takes no negative wait and minimum");
    }
  }

  /** Bounds for callers that ask for no minimum of remaining life. */
  public CacheSettings(int maxEntries, Duration staleWait, Duration flightLimit) {
    this(maxEntries, staleWait, flightLimit, Duration.ZERO);
  }

  /** These bounds, for callers that ask for tokens that live at least {@code minimum} longer. */
  public CacheSettings minRemaining(Duration minimum) {
    return new CacheSettings(maxEntries, staleWait, flightLimit, minimum);
  }
}
