package dev.tokenward.vault.store;

import dev.tokenward.vault.store.SqliteStore.Opened;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Walks over every record of a store, a page at a time, as rows that nothing has opened yet. */
final class EveryRecord {

  private static final int PAGE = 500;

  private final SqliteStore store;

  private EveryRecord(SqliteStore store) {
    this.store = store;
  }

  static EveryRecord of(SqliteStore store) {
    return new EveryRecord(store);
  }

  Opened open(Envelope envelope) {
    List<String> damaged = new ArrayList<>();
    int[] counts = new int[2];
    forEach(
        row -> {
          counts[0]++;
          try {
            row.prove(envelope);
            counts[1] += envelope.newest(row.sealed().bytes()) ? 0 : 1;
          } catch (BrokenSealException e) {
            damaged.add(row.toString());
          }
        });
    return new Opened(counts[0], damaged, counts[1]);
  }

  void forEach(Consumer<StoredRow> visit) {
    List<StoredRow> page = behind("", "");
    while (!page.isEmpty()) {
      page.forEach(visit);
      StoredRow last = page.get(page.size() - 1);
      page = behind(last.noun(), last.id());
    }
  }

  private List<StoredRow> behind(String noun, String id) {
    return store.read(table -> table.next(noun, id, PAGE));
  }
}
