package dev.tokenward.core.state;

import java.time.Instant;

/** Where {@link ClaimedRows} are kept. A store has to do only this; the rules are not its own. */
interface Rows {

  /**
   * Gives the row of {@code key} to {@code change} and keeps what that makes of it, as one step
   * that nothing comes between. On return it is durable. An unchanged row is not written.
   *
   * @throws dev.tokenward.core.spi.DurableState.UnavailableException when that fails
   */
  <T> T update(String key, Change<T> change);

  /** What becomes of a row; free of effects, since a store may ask more than once. */
  @FunctionalInterface
  interface Change<T> {

    /** The row after {@code row}, at {@code now} in the store's time. */
    Changed<T> of(KeptRow row, Instant now);
  }

  /** The row to keep, and the answer to the caller. */
  record Changed<T>(KeptRow row, T answer) {}
}
