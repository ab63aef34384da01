package dev.tokenward.vault.store;

import java.util.Optional;

/**
 * A record where it stands among the others, or what stands there instead of one that cannot be
 * used. Of such a one, nothing proves id and name: they serve to name and to remove it.
 *
 * @param version as it is written there
 * @param whole the record, unless it is damaged
 * @param damage what is wrong with it, if something is
 */
public record Listed<T>(
    String id, String name, long version, Optional<Row<T>> whole, Optional<StoreException> damage) {

  static <T> Listed<T> of(Row<T> row) {
    return new Listed<>(row.id(), row.name(), row.version(), Optional.of(row), Optional.empty());
  }

  static <T> Listed<T> damaged(String id, String name, long version, StoreException damage) {
    return new Listed<>(id, name, version, Optional.empty(), Optional.of(damage));
  }

  /**
   * The record.
   *
   * @throws StoreException for {@code DAMAGED}
   */
  public Row<T> orThrow() {
    return whole.orElseThrow(damage::orElseThrow);
  }

  /** What is wrong with it, for people; empty if nothing is. */
  public Optional<String> problem() {
    return damage.map(each -> String.valueOf(each.getMessage()));
  }
}
