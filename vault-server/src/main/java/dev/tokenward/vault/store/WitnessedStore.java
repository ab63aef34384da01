package dev.tokenward.vault.store;

import dev.tokenward.core.Secret;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Gives no record that is older than the audit knows: its seal is good, and somebody put it back
 * (S24). A record that is newer is what it should be: the audit hears of a change after the store
 * has it.
 */
public final class WitnessedStore implements Store {

  /** The highest version of each record that was witnessed elsewhere. */
  @FunctionalInterface
  public interface Witness {

    /** That of one record; 0 where nothing is known of it. */
    long highest(String noun, String id);
  }

  private final Store store;
  private final Witness witness;

  /** Holds what {@code store} reads against {@code witness}. */
  public WitnessedStore(Store store, Witness witness) {
    this.store = store;
    this.witness = witness;
  }

  @Override
  public <T> Optional<Listed<T>> look(Noun<T> noun, String name) {
    return compared(noun, () -> store.look(noun, name));
  }

  @Override
  public <T> Optional<Listed<T>> peek(Noun<T> noun, String id) {
    return compared(noun, () -> store.peek(noun, id));
  }

  @Override
  public <T> List<Listed<T>> list(Noun<T> noun, String after, int limit) {
    return store.list(noun, after, limit).stream().flatMap(each -> compared(noun, each)).toList();
  }

  private <T> Stream<Listed<T>> compared(Noun<T> noun, Listed<T> found) {
    return older(noun, found)
        ? compared(noun, () -> store.look(noun, found.name())).stream()
        : Stream.of(found);
  }

  /** What is read may have been changed and witnessed meanwhile: then it is read again. */
  private <T> Optional<Listed<T>> compared(Noun<T> noun, Supplier<Optional<Listed<T>>> reading) {
    Optional<Listed<T>> found = reading.get();
    while (found.isPresent() && older(noun, found.get())) {
      Listed<T> suspect = found.get();
      long known = witness.highest(noun.name(), suspect.id());
      found = reading.get();
      if (found
          .filter(each -> each.id().equals(suspect.id()) && each.version() < known)
          .isPresent()) {
        return found.map(each -> each.damage().isPresent() ? each : older(noun, each, known));
      }
    }
    return found;
  }

  private boolean older(Noun<?> noun, Listed<?> found) {
    return found.damage().isEmpty() && found.version() < witness.highest(noun.name(), found.id());
  }

  private static <T> Listed<T> older(Noun<T> noun, Listed<T> found, long known) {
    return Listed.damaged(
        found.id(),
        found.name(),
        found.version(),
        StoreException.older(noun.name(), found.id(), found.version(), known));
  }

  @Override
  public Set<String> present(Noun<?> noun, Collection<String> ids) {
    return store.present(noun, ids);
  }

  @Override
  public Optional<Map<String, Secret>> secrets(Noun<?> noun, Row<?> row) {
    return store.secrets(noun, row);
  }

  @Override
  public <R> R change(Function<Change, R> work) {
    return store.change(change -> work.apply(new Witnessed(change)));
  }

  @Override
  public void close() {
    store.close();
  }

  private final class Witnessed implements Change {

    private final Change change;

    Witnessed(Change change) {
      this.change = change;
    }

    @Override
    public <T> Row<T> add(
        Noun<T> noun, String id, String name, T value, Map<String, Secret> secrets) {
      return change.add(noun, id, name, value, secrets);
    }

    @Override
    public <T> Row<T> replace(
        Noun<T> noun, Row<T> row, String name, T value, Map<String, Secret> secrets) {
      return change.replace(noun, row, name, value, secrets);
    }

    @Override
    public <T> Row<T> replace(Noun<T> noun, Row<T> row, String name, T value) {
      return change.replace(noun, row, name, value);
    }

    /** Also above what an older copy was the older copy of: that may be put back as well. */
    @Override
    public long remove(Noun<?> noun, String id) {
      return Math.max(change.remove(noun, id), witness.highest(noun.name(), id) + 1);
    }

    @Override
    public void removeEnded(Noun<?> noun, Instant now) {
      change.removeEnded(noun, now);
    }
  }
}
