package dev.tokenward.vault.store;

import java.time.Instant;

/**
 * A record as it is kept, without its secrets.
 *
 * @param id permanent; never given to another record
 * @param name a label, unique for its noun while the record lives
 * @param version counts the changes, from 1
 * @param value what the noun says of it
 */
public record Row<T>(
    String id, String name, long version, Instant createdAt, Instant changedAt, T value) {

  <S> Row<S> with(S other) {
    return new Row<>(id, name, version, createdAt, changedAt, other);
  }

  Row<T> next(String newName, T newValue, Instant now) {
    return new Row<>(id, newName, version + 1, createdAt, now, newValue);
  }
}
