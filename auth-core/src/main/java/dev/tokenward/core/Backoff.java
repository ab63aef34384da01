package dev.tokenward.core;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The pause between attempts for one key, by the ticker. A pause follows a failure, and also a
 * success that helped nobody: the same token again, or one that is already due. Guarded by its
 * slot, but for {@link #pausing}.
 */
final class Backoff {

  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofSeconds(60);

  /** How long a refusal stands that no repetition can change. */
  static final Duration TERMINAL = Duration.ofMinutes(2);

  private static final int LARGEST_EXPONENT = 6;

  private final RandomGenerator random;
  private volatile @Nullable Pause pause;
  private int failures;
  private @Nullable TokenException failure;

  private record Pause(long start, long nanos) {}

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Whether no attempt may be made now. */
  boolean pausing(long ticks) {
    return left(ticks) > 0;
  }

  /** What is left of the pause. */
  Duration remaining(long ticks) {
    return Duration.ofNanos(Math.max(0, left(ticks)));
  }

  private long left(long ticks) {
    Pause current = pause;
    return current == null ? 0 : current.nanos - (ticks - current.start);
  }

  /** The failure that began the pause, or null when the last attempt succeeded. */
  @Nullable TokenException failure() {
    return failure;
  }

  int failures() {
    return failures;
  }

  void succeeded() {
    failures = 0;
    failure = null;
    pause = null;
  }

  /** An attempt brought a token that changes nothing. */
  void helpedNobody(long ticks, Duration life) {
    failure = null;
    pause(ticks, exponential(life));
  }

  /**
   * An attempt failed.
   *
   * @param life what remains of the held token, zero without one
   * @return the pause that follows
   */
  Duration failed(long ticks, TokenException cause, Duration life) {
    failure = cause;
    Duration next = cause.retryable() ? exponential(life) : TERMINAL;
    Duration asked = cause.retryAfter().map(RetryAfter::clamp).orElse(Duration.ZERO);
    return pause(ticks, asked.compareTo(next) > 0 ? asked : next);
  }

  /** A request failed for good, and the next one is another: it does not ask for the claims. */
  Duration failedForItsClaims(long ticks, TokenException cause, Duration life) {
    failure = cause;
    return pause(ticks, exponential(life));
  }

  /** The next attempt may be made at once, unless the server itself asked for the pause. */
  void endPause() {
    if (failure == null || failure.retryAfter().isEmpty()) {
      pause = null;
    }
  }

  private Duration pause(long ticks, Duration length) {
    failures++;
    pause = new Pause(ticks, length.toNanos());
    return length;
  }

  private Duration exponential(Duration life) {
    long ceiling = SHORTEST.toMillis() << Math.min(failures + 1, LARGEST_EXPONENT);
    ceiling = Math.min(ceiling, LONGEST.toMillis());
    if (!life.isZero()) {
      ceiling = Math.min(ceiling, life.toMillis() / 2);
    }
    long spread = Math.max(0, ceiling - SHORTEST.toMillis());
    return SHORTEST.plusMillis((long) (random.nextDouble() * spread));
  }
}
