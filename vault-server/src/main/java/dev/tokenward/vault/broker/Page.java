package dev.tokenward.vault.broker;

import dev.tokenward.vault.store.Listed;
import dev.tokenward.vault.store.Row;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param damaged what stands on it and cannot be read
 * @param next what to ask for to get what follows, or null at the end
 */
public record Page<T>(List<T> items, List<Listed<?>> damaged, @Nullable String next) {

  /** Copies the lists. */
  public Page {
    items = List.copyOf(items);
    damaged = List.copyOf(damaged);
  }

  static <R, T> Page<T> of(List<Listed<R>> shown, Function<Row<R>, T> view, @Nullable String next) {
    return new Page<>(
        shown.stream().flatMap(each -> each.whole().stream()).map(view).toList(),
        shown.stream()
            .filter(each -> each.damage().isPresent())
            .<Listed<?>>map(each -> each)
            .toList(),
        next);
  }
}
