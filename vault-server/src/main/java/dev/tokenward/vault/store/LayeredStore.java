package dev.tokenward.vault.store;

import dev.tokenward.core.Secret;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Some nouns come from the configuration file and are read-only; the rest is kept below. */
public final class LayeredStore implements Store {

  private final Store configured;
  private final Set<String> owned;
  private final Store kept;

  /**
   * Reads {@code owned} nouns from {@code configured}, and leaves everything else to {@code kept}.
   */
  public LayeredStore(Store configured, Set<Noun<?>> owned, Store kept) {
    this.configured = configured;
    this.owned = owned.stream().map(Noun::name).collect(Collectors.toUnmodifiableSet());
    this.kept = kept;
  }

  @Override
  public <T> Optional<Listed<T>> look(Noun<T> noun, String name) {
    return of(noun).look(noun, name);
  }

  @Override
  public <T> Optional<Listed<T>> peek(Noun<T> noun, String id) {
    return of(noun).peek(noun, id);
  }

  @Override
  public <T> List<Listed<T>> list(Noun<T> noun, String after, int limit) {
    return of(noun).list(noun, after, limit);
  }

  @Override
  public Set<String> present(Noun<?> noun, Collection<String> ids) {
    return of(noun).present(noun, ids);
  }

  @Override
  public Optional<Map<String, Secret>> secrets(Noun<?> noun, Row<?> row) {
    return of(noun).secrets(noun, row);
  }

  @Override
  public <R> R change(Function<Change, R> work) {
    return kept.change(change -> work.apply(new Kept(change)));
  }

  @Override
  public void close() {
    kept.close();
  }

  private Store of(Noun<?> noun) {
    return owned.contains(noun.name()) ? configured : kept;
  }

  private final class Kept implements Change {

    private final Change change;

    Kept(Change change) {
      this.change = change;
    }

    @Override
    public <T> Row<T> add(
        Noun<T> noun, String id, String name, T value, Map<String, Secret> secrets) {
      return writable(noun).add(noun, id, name, value, secrets);
    }

    @Override
    public <T> Row<T> replace(
        Noun<T> noun, Row<T> row, String name, T value, Map<String, Secret> secrets) {
      return writable(noun).replace(noun, row, name, value, secrets);
    }

    @Override
    public <T> Row<T> replace(Noun<T> noun, Row<T> row, String name, T value) {
      return writable(noun).replace(noun, row, name, value);
    }

    @Override
    public long remove(Noun<?> noun, String id) {
      return writable(noun).remove(noun, id);
    }

    @Override
    public void removeEnded(Noun<?> noun, Instant now) {
      writable(noun).removeEnded(noun, now);
    }

    private Change writable(Noun<?> noun) {
      if (owned.contains(noun.name())) {
        throw StoreException.readOnly(noun.name());
      }
      return change;
    }
  }
}
