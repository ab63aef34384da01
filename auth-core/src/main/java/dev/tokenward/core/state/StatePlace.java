package dev.tokenward.core.state;

import dev.tokenward.core.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place that keeps one secret text for each key. That is all that a store has to do to carry a
 * {@link dev.tokenward.core.spi.DurableState}: {@link DurableStates#in} brings the rules of claims
 * and generations.
 */
@FunctionalInterface
public interface StatePlace {

  /**
   * Gives the text of {@code key} to {@code change} and keeps what that makes of it, as one step
   * that nothing comes between. On return it is durable. Texts are secret: whoever keeps them where
   * others can read encrypts them.
   *
   * @throws dev.tokenward.core.spi.DurableState.UnavailableException when that fails
   */
  <T> T update(String key, Change<T> change);

  /** What becomes of a text; free of effects, since a store may ask more than once. */
  @FunctionalInterface
  interface Change<T> {

    /**
     * The text after {@code text}, at {@code now} in the store's time.
     *
     * @param text null where there is none
     */
    Changed<T> of(@Nullable Secret text, Instant now);
  }

  /**
   * What is to be kept.
   *
   * @param text null where nothing changes
   * @param answer for the caller of {@link #update}
   */
  record Changed<T>(@Nullable Secret text, T answer) {}
}
