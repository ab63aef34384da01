package dev.tokenward.vault.store;

import dev.tokenward.core.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keeps everything as long as the process lives. */
public final class MemoryStore implements Store {

  private record Kept(Row<?> row, Map<String, Secret> secrets) {}

  private final Clock clock;
  private final Map<String, Table> tables = new ConcurrentHashMap<>();

  /** Times its records by {@code clock}. */
  public MemoryStore(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized <T> Optional<Listed<T>> look(Noun<T> noun, String name) {
    return Optional.ofNullable(table(noun).byName.get(name))
        .map(kept -> Listed.of(typed(noun, kept.row())));
  }

  @Override
  public synchronized <T> Optional<Listed<T>> peek(Noun<T> noun, String id) {
    return Optional.ofNullable(table(noun).byId.get(id))
        .map(kept -> Listed.of(typed(noun, kept.row())));
  }

  @Override
  public synchronized <T> List<Listed<T>> list(Noun<T> noun, String after, int limit) {
    return table(noun).byName.tailMap(after, false).values().stream()
        .limit(limit)
        .map(kept -> Listed.of(typed(noun, kept.row())))
        .toList();
  }

  @Override
  public synchronized Set<String> present(Noun<?> noun, Collection<String> ids) {
    return ids.stream()
        .filter(table(noun).byId::containsKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public synchronized Optional<Map<String, Secret>> secrets(Noun<?> noun, Row<?> row) {
    return Optional.ofNullable(table(noun).byId.get(row.id()))
        .filter(kept -> kept.row().version() == row.version())
        .map(kept -> copies(kept.secrets()));
  }

  @Override
  public synchronized <R> R change(Function<Change, R> work) {
    Undoable change = new Undoable();
    boolean done = false;
    try {
      R result = work.apply(change);
      done = true;
      return result;
    } finally {
      if (!done) {
        change.undo();
      }
    }
  }

  @Override
  public void close() {}

  private Table table(Noun<?> noun) {
    return tables.computeIfAbsent(noun.name(), name -> new Table());
  }

  private static <T> Row<T> typed(Noun<T> noun, Row<?> row) {
    return row.with(noun.type().cast(row.value()));
  }

  private static Map<String, Secret> copies(Map<String, Secret> secrets) {
    Map<String, Secret> copies = new LinkedHashMap<>();
    secrets.forEach((field, secret) -> copies.put(field, secret.copy()));
    return copies;
  }

  private static final class Table {

    private final Map<String, Kept> byId = new HashMap<>();
    private final NavigableMap<String, Kept> byName = new TreeMap<>();

    void put(Kept kept) {
      byId.put(kept.row().id(), kept);
      byName.put(kept.row().name(), kept);
    }

    void remove(Kept kept) {
      byId.remove(kept.row().id());
      byName.remove(kept.row().name());
    }
  }

  private final class Undoable implements Change {

    private final Deque<Runnable> undo = new ArrayDeque<>();

    @Override
    public <T> Row<T> add(
        Noun<T> noun, String id, String name, T value, Map<String, Secret> secrets) {
      requireFree(noun, id, name);
      Instant now = clock.instant();
      Row<T> row = new Row<>(id, name, 1, now, now, value);
      put(noun, new Kept(row, copies(secrets)));
      return row;
    }

    @Override
    public <T> Row<T> replace(
        Noun<T> noun, Row<T> row, String name, T value, Map<String, Secret> secrets) {
      return replace(noun, row, name, value, kept -> copies(secrets));
    }

    @Override
    public <T> Row<T> replace(Noun<T> noun, Row<T> row, String name, T value) {
      List<String> now = noun.destinations().apply(value);
      return replace(
          noun,
          row,
          name,
          value,
          kept -> now.equals(destinations(noun, kept.row())) ? kept.secrets() : Map.of());
    }

    private static <T> List<String> destinations(Noun<T> noun, Row<?> row) {
      return noun.destinations().apply(noun.type().cast(row.value()));
    }

    private <T> Row<T> replace(
        Noun<T> noun, Row<T> row, String name, T value, Function<Kept, Map<String, Secret>> keep) {
      Kept kept = table(noun).byId.get(row.id());
      if (kept == null || kept.row().version() != row.version()) {
        throw StoreException.changed(noun.name(), row.name());
      }
      requireFree(noun, row.id(), name);
      Row<T> next = row.next(name, value, clock.instant());
      take(noun, kept);
      put(noun, new Kept(next, keep.apply(kept)));
      return next;
    }

    @Override
    public long remove(Noun<?> noun, String id) {
      Kept kept = table(noun).byId.get(id);
      if (kept == null) {
        return 1;
      }
      take(noun, kept);
      return kept.row().version() + 1;
    }

    @Override
    public void removeEnded(Noun<?> noun, Instant now) {
      List.copyOf(table(noun).byId.values()).stream()
          .filter(kept -> ended(noun, kept.row(), now))
          .forEach(kept -> take(noun, kept));
    }

    private <T> boolean ended(Noun<T> noun, Row<?> row, Instant now) {
      return noun.end()
          .apply(noun.type().cast(row.value()))
          .filter(end -> !end.isAfter(now))
          .isPresent();
    }

    private void requireFree(Noun<?> noun, String id, String name) {
      Kept other = table(noun).byName.get(name);
      if (other != null && !other.row().id().equals(id)) {
        throw StoreException.nameTaken(noun.name(), name);
      }
    }

    private void put(Noun<?> noun, Kept kept) {
      table(noun).put(kept);
      undo.push(() -> table(noun).remove(kept));
    }

    private void take(Noun<?> noun, Kept kept) {
      table(noun).remove(kept);
      undo.push(() -> table(noun).put(kept));
    }

    void undo() {
      undo.forEach(Runnable::run);
    }
  }
}
