package dev.tokenward.vault.store;

import dev.tokenward.core.Secret;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the vault keeps: records of several nouns, each with secrets beside it. Thread-safe. What a
 * change has returned is durable, as far as the implementation keeps anything, and every later
 * reading sees it.
 *
 * <p>Every method throws {@link StoreException}: for {@code DAMAGED} when a record is not what was
 * written, and for {@code UNAVAILABLE}.
 */
public interface Store extends AutoCloseable {

  /** The record of that name. */
  default <T> Optional<Row<T>> find(Noun<T> noun, String name) {
    return look(noun, name).map(Listed::orThrow);
  }

  /** The record of that name, also when it is damaged. */
  <T> Optional<Listed<T>> look(Noun<T> noun, String name);

  /** The record of that id. */
  default <T> Optional<Row<T>> get(Noun<T> noun, String id) {
    return peek(noun, id).map(Listed::orThrow);
  }

  /** The record of that id, also when it is damaged. */
  <T> Optional<Listed<T>> peek(Noun<T> noun, String id);

  /** Records in the order of their names, the first one behind {@code after}. */
  default <T> List<Row<T>> page(Noun<T> noun, String after, int limit) {
    return list(noun, after, limit).stream().map(Listed::orThrow).toList();
  }

  /** The same, with those that are damaged. */
  <T> List<Listed<T>> list(Noun<T> noun, String after, int limit);

  /** Those of some ids under which there is a record, opened or not. */
  Set<String> present(Noun<?> noun, Collection<String> ids);

  /** Copies of a record's secrets; empty when the record is no longer that version. */
  Optional<Map<String, Secret>> secrets(Noun<?> noun, Row<?> row);

  /** Does all of {@code work}, or nothing of it when it throws. One change runs at a time. */
  <R> R change(Function<Change, R> work);

  @Override
  void close();

  /** One atomic change. Good until the work that it was given to returns. */
  interface Change {

    /**
     * Adds a record.
     *
     * @throws StoreException for {@code NAME_TAKEN}
     */
    <T> Row<T> add(Noun<T> noun, String id, String name, T value, Map<String, Secret> secrets);

    /**
     * Changes a record, with its new secrets.
     *
     * @throws StoreException for {@code CHANGED} when it is no longer {@code row}, and for {@code
     *     NAME_TAKEN}
     */
    <T> Row<T> replace(Noun<T> noun, Row<T> row, String name, T value, Map<String, Secret> secrets);

    /**
     * Changes a record and keeps its secrets, unless they could go elsewhere now: where a
     * destination changes, the secrets are dropped (S1).
     *
     * @throws StoreException as {@link #replace(Noun, Row, String, Object, Map)} does
     */
    <T> Row<T> replace(Noun<T> noun, Row<T> row, String name, T value);

    /**
     * Removes a record, if it is still there, whole or damaged.
     *
     * @return the version that the removal counts as: no copy of the record has it or a higher one
     */
    long remove(Noun<?> noun, String id);

    /** Removes every record of the noun that ended before or at {@code now}. */
    void removeEnded(Noun<?> noun, Instant now);
  }
}
