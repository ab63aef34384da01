package dev.tokenward.vault.access;

import dev.tokenward.vault.store.Listed;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.Quiet;
import dev.tokenward.vault.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The emergency switch: what is frozen is neither issued nor used, open streams included, until it
 * is unfrozen. Kept in the store, and in memory, because every chunk of a stream asks. Thread-safe.
 */
public final class Freezes {

  /** Stands for the whole vault, where an id of a caller or credential would stand. */
  public static final String VAULT = "vault";

  private static final int PAGE = 1_000;

  private record Freeze(String what) {}

  private static final Noun<Freeze> NOUN = Noun.of("freeze", Freeze.class);

  private final Store store;
  private final Quiet quiet;
  private final Set<String> frozen = ConcurrentHashMap.newKeySet();

  /** Goes on with what {@code store} holds. */
  public Freezes(Store store) {
    this.store = store;
    this.quiet = new Quiet(store);
    // One that is damaged freezes as well: it stands there for something.
    List<Listed<Freeze>> page = store.list(NOUN, "", PAGE);
    while (!page.isEmpty()) {
      page.forEach(each -> frozen.add(each.name()));
      page = store.list(NOUN, page.get(page.size() - 1).name(), PAGE);
    }
  }

  /** Whether the caller or credential of that id is frozen, or the vault for {@link #VAULT}. */
  public boolean frozen(String id) {
    return frozen.contains(id);
  }

  /** Whether the vault was restored and not resumed since: it shows what it keeps, no more. */
  public boolean quiet() {
    return quiet.on();
  }

  /** Freezes or unfreezes. */
  public void set(String id, boolean on) {
    if (on) {
      freeze(id);
    } else {
      unfreeze(id);
    }
  }

  /** At once, even where the store cannot be written. */
  private void freeze(String id) {
    frozen.add(id);
    store.change(
        change -> {
          // Again, where changes have an order: an unfreeze before it may have come between.
          frozen.add(id);
          change.remove(NOUN, id);
          return change.add(NOUN, id, id, new Freeze(id), Map.of());
        });
  }

  private void unfreeze(String id) {
    boolean stays = frozen.contains(id);
    try {
      store.change(
          change -> {
            change.remove(NOUN, id);
            return frozen.remove(id);
          });
      stays = false;
    } finally {
      if (stays) {
        frozen.add(id);
      }
    }
  }

  /** Cuts what goes on with a record that was removed. Its id never comes back. */
  public void removed(String id) {
    frozen.add(id);
  }
}
