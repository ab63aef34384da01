package dev.tokenward.vault;

import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.Quiet;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What letting a restored vault work again comes to. */
final class Resume {

  private static final int PAGE = 500;

  private final Store store;
  private final Notes notes;
  private final Instant now;
  private final Quiet quiet;

  Resume(Store store, Notes notes, Instant now) {
    this.store = store;
    this.notes = notes;
    this.now = now;
    this.quiet = new Quiet(store);
  }

  boolean needed() {
    return quiet.on();
  }

  /** What {@link #run} will do, for people. */
  Stream<String> plan() {
    List<String> living = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    each(
        Lease.NOUN,
        row -> (row.value().expiresAt().isAfter(now) ? living : ended).add(line(row.value())));
    List<String> credentials = new ArrayList<>();
    each(CredentialRecord.NOUN, row -> credentials.add("  " + row.name()));
    return Stream.of(
            Stream.of(
                "Restored at " + quiet.since().map(Instant::toString).orElse("no time"),
                "These credentials are used and refreshed again: " + credentials.size()),
            credentials.stream(),
            Stream.of("These leases are good again, unless you revoke them: " + living.size()),
            living.stream(),
            Stream.of("These leases ended meanwhile and are removed: " + ended.size()),
            ended.stream())
        .flatMap(lines -> lines);
  }

  private static String line(Lease lease) {
    return "  " + lease.id() + " of " + lease.caller().name() + ", until " + lease.expiresAt();
  }

  private <T> void each(Noun<T> noun, Consumer<Row<T>> visit) {
    List<Row<T>> page = store.page(noun, "", PAGE);
    while (!page.isEmpty()) {
      page.forEach(visit);
      page = store.page(noun, page.get(page.size() - 1).name(), PAGE);
    }
  }

  /** Removes what ended, and lets the vault work: all of it or nothing. */
  void run() {
    store.change(
        change -> {
          change.removeEnded(Lease.NOUN, now);
          Quiet.end(change);
          notes.leave(change, "resume", "of the restore at " + quiet.since().orElse(now), now);
          return now;
        });
  }
}
