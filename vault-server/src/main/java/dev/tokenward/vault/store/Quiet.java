package dev.tokenward.vault.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a store was restored and not resumed since. What it holds may be older than what the
 * world holds: a quiet vault shows what it keeps, and uses and changes nothing. Thread-safe.
 */
public final class Quiet {

  private record Restored(Instant at) {}

  private static final Noun<Restored> NOUN = Noun.of("quiet", Restored.class);
  private static final String ID = "restored";

  private final Store store;
  private volatile boolean on;

  /** Goes on with what {@code store} holds. */
  public Quiet(Store store) {
    this.store = store;
    this.on = since().isPresent();
  }

  /** Asks the store as long as it is on, so that the end of it acts at once. */
  public boolean on() {
    on = on && since().isPresent();
    return on;
  }

  /** When the store was restored, if it is quiet. */
  public Optional<Instant> since() {
    return store.find(NOUN, ID).map(row -> row.value().at());
  }

  void begin(Instant now) {
    store.change(
        change -> {
          change.remove(NOUN, ID);
          return change.add(NOUN, ID, ID, new Restored(now), Map.of());
        });
  }

  /** Ends it as part of a change. */
  public static void end(Store.Change change) {
    change.remove(NOUN, ID);
  }
}
