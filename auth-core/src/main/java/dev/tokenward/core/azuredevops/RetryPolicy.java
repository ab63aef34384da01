package dev.tokenward.core.azuredevops;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * When a call to Azure DevOps is made once more, if it may be repeated at all. Of token endpoints
 * this says nothing. Immutable.
 *
 * @param statuses of an answer that is worth another call; none: nothing is repeated
 * @param most how often a call is repeated
 * @param multiplied whether each wait is twice as long as the one before, or as long as the first
 */
public record RetryPolicy(Set<Integer> statuses, int most, boolean multiplied) {

  /** Up to five more calls while the service asks for a pause (429): 1, 2, 4, 8 and 16 seconds. */
  public static final RetryPolicy DEFAULT = new RetryPolicy(Set.of(429), 5, true);

  /** Nothing is repeated. */
  public static final RetryPolicy NONE = new RetryPolicy(Set.of(), 0, false);

  /** The longest wait; who is told to wait longer hears so instead. */
  public static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  /** Copies the statuses. */
  public RetryPolicy {
    statuses = Set.copyOf(statuses);
  }

  /**
   * How long to wait before the next call; empty when there is to be none.
   *
   * @param status of the last answer
   * @param repeated how often the call was repeated before
   * @param retryAfter the header {@code Retry-After} of that answer, which counts where it is
   *     longer; Azure DevOps writes seconds
   */
  public Optional<Duration> waitAfter(int status, int repeated, Optional<String> retryAfter) {
    if (repeated >= most || !statuses.contains(status)) {
      return Optional.empty();
    }
    Duration own = multiplied ? doubled(repeated) : FIRST_WAIT;
    Duration asked = retryAfter.map(RetryPolicy::seconds).orElse(Duration.ZERO);
    return Optional.of(asked.compareTo(own) > 0 ? asked : own)
        .filter(wait -> wait.compareTo(LONGEST_WAIT) <= 0);
  }

  private static Duration doubled(int repeated) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(repeated, 6));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static Duration seconds(String text) {
    return text.strip().matches("\\d{1,9}")
        ? Duration.ofSeconds(Long.parseLong(text.strip()))
        : Duration.ZERO;
  }
}
