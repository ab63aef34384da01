package dev.tokenward.vault.store;

import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import dev.tokenward.core.state.StatePlace;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps durable state in the vault's store, sealed as every secret of it is. */
public final class StoredStates implements StatePlace {

  private static final String FIELD = "state";
  private static final int PAGE = 500;

  private record State(String key) {}

  private static final Noun<State> NOUN = Noun.of("state", State.class);

  private final Store store;
  private final Clock clock;

  /** Keeps it in {@code store}, whose time is {@code clock}. */
  public StoredStates(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Every key that begins so. */
  public List<String> keys(String prefix) {
    List<String> keys = new ArrayList<>();
    List<Row<State>> page = store.page(NOUN, prefix, PAGE);
    while (!page.isEmpty() && page.get(0).name().startsWith(prefix)) {
      page.stream().map(Row::name).filter(name -> name.startsWith(prefix)).forEach(keys::add);
      page = store.page(NOUN, page.get(page.size() - 1).name(), PAGE);
    }
    return keys;
  }

  @Override
  public <T> T update(String key, Change<T> change) {
    try {
      return store.change(work -> update(work, key, change));
    } catch (StoreException e) {
      throw new UnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  private <T> T update(Store.Change work, String key, Change<T> change) {
    Optional<Row<State>> row = store.find(NOUN, key);
    Secret before = row.flatMap(this::text).orElse(null);
    Changed<T> changed = change.of(before, clock.instant());
    if (changed.text() != null) {
      Map<String, Secret> after = Map.of(FIELD, changed.text());
      State state = new State(key);
      row.ifPresentOrElse(
          old -> work.replace(NOUN, old, key, state, after),
          () -> work.add(NOUN, key, key, state, after));
    }
    return changed.answer();
  }

  private Optional<Secret> text(Row<State> row) {
    return store.secrets(NOUN, row).map(secrets -> secrets.get(FIELD));
  }
}
