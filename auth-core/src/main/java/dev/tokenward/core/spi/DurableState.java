package dev.tokenward.core.spi;

import dev.tokenward.core.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one secret text for each key, so that a crash at any moment loses nothing that was
 * acknowledged: what grants and rotations stand on. Thread-safe, and safe between processes as far
 * as the store is shared.
 *
 * <p>A <em>generation</em> counts the values of a key. A <em>claim</em> is one user's right to
 * spend a generation, with a deadline in the store's own time. The walk is: {@link #claim}, {@link
 * #markSending}, send upstream, {@link #write}. Who learns that nothing came of it calls {@link
 * #release}; who does not know whether the request arrived lets the claim run out, and the next
 * claim says so.
 *
 * <p>Promise: a generation that was marked as sent is never claimed again as if it was not. When a
 * method returns, what it did is durable.
 *
 * <p>Keys are any text. Values are given as they are: an implementation that must encrypt them does
 * so itself. Secrets are copied on the way in and on the way out. Every method throws {@link
 * UnavailableException} when the store cannot be used; then it is not known whether the change was
 * made, and calling again with the same arguments is safe.
 */
public interface DurableState {

  /** What is kept under {@code key} now, whoever has claimed it. */
  Row read(String key);

  /**
   * Claims {@code key}. A claim that ran out may be taken by anyone.
   *
   * @param duration how long nobody else may claim; above zero
   * @return a {@link Claim}, or the {@link Held} of someone else
   */
  Answer claim(String key, Duration duration);

  /**
   * Says that the claimed generation is about to be sent, and grants the claim its whole duration
   * anew. Nothing may be sent before this returned true.
   *
   * @return false when the claim ran out, or was taken, or the generation has been replaced
   */
  boolean markSending(Claim claim);

  /**
   * Replaces the generation {@code spent} by {@code value} if it is still the current one, whoever
   * holds the claim now, and ends every claim. Repeating a write that was made changes nothing and
   * returns true.
   *
   * @return false when another value has replaced that generation; nothing was changed
   */
  boolean write(String key, long spent, Secret value);

  /**
   * Gives back a claim whose outcome is known and brought no new value. Leaves the generation as
   * the claim found it: what was uncertain before stays so. A claim no longer held is ignored.
   */
  void release(Claim claim);

  /**
   * What is kept under a key.
   *
   * @param generation how many values there were; 0 before the first
   * @param value the current one, a copy for the caller; null before the first
   */
  record Row(long generation, @Nullable Secret value) {}

  /** The answer to a wish to claim. */
  sealed interface Answer permits Claim, Held {}

  /**
   * The right to spend one generation.
   *
   * @param key what is claimed
   * @param id 128 random bits; claims are told apart by equality and have no order
   * @param duration what was asked for
   * @param row what is kept under the key
   * @param unanswered how long ago, in the store's time, this generation was first sent by someone
   *     who never told what came of it: it may be spent. Null where it was certainly not sent. What
   *     is right then depends on upstream: send again, send again within a time of grace, or not
   */
  record Claim(String key, String id, Duration duration, Row row, @Nullable Duration unanswered)
      implements Answer {}

  /**
   * Someone else's claim.
   *
   * @param id which claim
   * @param remaining how long it still lasts, unless it ends earlier
   */
  record Held(String id, Duration remaining) implements Answer {}

  /** The store cannot be read or written, or what it holds is damaged; the message says which. */
  final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names the store and what to do; never a value. */
    public UnavailableException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
