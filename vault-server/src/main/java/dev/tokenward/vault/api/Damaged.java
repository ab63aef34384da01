package dev.tokenward.vault.api;

import dev.tokenward.vault.broker.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record that stands on a page of a list and cannot be read. */
record Damaged(
    String id, @Doc("Remove it by this name.") String name, @Doc("What is wrong.") String problem) {

  /** Those of a page; null where there are none. */
  static @Nullable List<Damaged> of(Page<?> page) {
    List<Damaged> damaged =
        page.damaged().stream()
            .map(each -> new Damaged(each.id(), each.name(), each.problem().orElse("")))
            .toList();
    return damaged.isEmpty() ? null : damaged;
  }
}
