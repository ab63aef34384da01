package dev.tokenward.vault.broker;

import java.util.function.Function;

/**
 * A record that was written.
 *
 * @param created whether there was none before
 */
public record Written<T>(T record, boolean created) {

  /** The same, as something else. */
  public <R> Written<R> as(Function<T, R> other) {
    return new Written<>(other.apply(record), created);
  }
}
