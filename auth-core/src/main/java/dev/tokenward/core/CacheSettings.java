package dev.tokenward.core;

import java.time.Duration;

/**
 * The bounds of one {@link CachingTokenSource}.
 *
 * @param maxEntries the most requests remembered; what has expired leaves first
 * @param staleWait how long a caller waits for a fresh token while the held one is about to end
 * @param flightLimit when a grant that does not return is given up, so that others may try
 */
public record CacheSettings(int maxEntries, Duration staleWait, Duration flightLimit) {

  /** 1,000 requests, 250 milliseconds, 30 seconds. */
  public static final CacheSettings DEFAULT =
      new CacheSettings(1_000, Duration.ofMillis(250), Duration.ofSeconds(30));

  /** Refuses bounds that would stop everything. */
  public CacheSettings {
    if (maxEntries < 1 || staleWait.isNegative() || flightLimit.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException(
          "CacheSettings takes at least one entry, no negative wait and a flight limit above zero");
    }
  }
}
