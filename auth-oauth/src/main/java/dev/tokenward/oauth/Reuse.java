package dev.tokenward.oauth;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * What a provider makes of a refresh token that comes a second time: whether the answer to the
 * first may have been lost.
 *
 * @param grace how long after its first use it is still taken; {@link #ALWAYS} where using it
 *     spends nothing
 */
record Reuse(Duration grace) {

  /** The longest that a process is expected to stand still and go on: a stopped machine, a swap. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(100);

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST_CLAIM = TokenCall.LIMIT.multipliedBy(3);
  private static final Duration ALWAYS = Duration.ofDays(36_500);

  /** The old one stays good: Entra ID. */
  static final Reuse TOLERATED = new Reuse(ALWAYS);

  /** The second use is refused, and may end the whole grant. */
  static final Reuse SINGLE_USE = new Reuse(Duration.ZERO);

  /**
   * Reads {@code tolerated}, {@code single-use}, or a time of grace such as {@code PT30S}.
   *
   * @throws IllegalArgumentException saying what is wrong, to be read after the field's name
   */
  static Reuse of(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "tolerated" -> TOLERATED;
      case "single-use" -> SINGLE_USE;
      default -> grace(text.strip());
    };
  }

  private static Reuse grace(String text) {
    try {
      Duration grace = Duration.parse(text);
      if (grace.compareTo(SHORTEST) >= 0 && grace.compareTo(Duration.ofDays(1)) <= 0) {
        return new Reuse(grace);
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "takes tolerated, single-use, or how long a used refresh token is still taken, such as"
            + " PT30S, from PT10S to P1D");
  }

  /**
   * How long a claim keeps others away. Where a used token is taken only for a while, two may die
   * one after the other before that is over.
   */
  Duration claim() {
    Duration share = grace.dividedBy(3);
    return grace.isZero() || share.compareTo(LONGEST_CLAIM) > 0 ? LONGEST_CLAIM : share;
  }

  /** How long one refresh may take: well below the end of its claim. */
  Duration limit() {
    Duration half = claim().dividedBy(2);
    return half.compareTo(TokenCall.LIMIT) > 0 ? TokenCall.LIMIT : half;
  }

  /** How long after its claim a refresh may begin. */
  Duration latestStart() {
    return claim().minus(limit()).minus(claim().dividedBy(6));
  }

  /** Whether the same refresh token may be sent again and again. */
  boolean tolerated() {
    return grace.equals(ALWAYS);
  }

  /**
   * How long to wait before a refresh token is sent again whose answer nobody has told.
   *
   * @param unanswered how long ago it was sent first
   * @return zero: send it now. Else the one who sent it may still come back with the answer
   */
  Duration waitAfter(Duration unanswered) {
    if (unanswered.compareTo(grace) < 0) {
      return Duration.ZERO;
    }
    Duration left = TokenCall.LIMIT.plus(LONGEST_PAUSE).minus(unanswered);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
