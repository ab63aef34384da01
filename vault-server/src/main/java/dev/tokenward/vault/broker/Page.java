package dev.tokenward.vault.broker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next what to ask for to get what follows, or null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {

  /** Copies the list. */
  public Page {
    items = List.copyOf(items);
  }
}
