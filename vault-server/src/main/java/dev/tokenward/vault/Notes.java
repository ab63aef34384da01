package dev.tokenward.vault;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.api.Traces;
import dev.tokenward.vault.audit.AuditEvent;
import dev.tokenward.vault.audit.AuditEvent.Outcome;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.RecordIds;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What commands did to a vault beside which they ran. One process writes the audit, which may be
 * the vault: so the store keeps them until that has brought them there. Thread-safe.
 */
final class Notes {

  private static final int PAGE = 100;
  private static final Caller OPERATOR = new Caller("operator", "operator");

  private record Note(String action, String detail, Instant at) {

    static final Noun<Note> NOUN = Noun.of("note", Note.class);
  }

  private final Store store;
  private final SecureRandom random;

  /** Keeps them in {@code store}. */
  Notes(Store store, SecureRandom random) {
    this.store = store;
    this.random = random;
  }

  /** Keeps one as part of a change. */
  void leave(Store.Change change, String action, String detail, Instant now) {
    String id = "%014d-%s".formatted(now.toEpochMilli(), new RecordIds(random).next());
    change.add(Note.NOUN, id, id, new Note(action, detail, now), Map.of());
  }

  /** Keeps one. */
  void leave(String action, String detail, Instant now) {
    store.change(
        change -> {
          leave(change, action, detail, now);
          return now;
        });
  }

  /** Forgets those that a backup was made with: they were brought to the audit that is there. */
  void forget() {
    for (List<Row<Note>> some = next(); !some.isEmpty(); some = next()) {
      some.forEach(this::remove);
    }
  }

  /** Brings all into the audit. A crash on the way may bring one twice, and loses none. */
  void bring(AuditLog audit) {
    for (List<Row<Note>> some = next(); !some.isEmpty(); some = next()) {
      for (Row<Note> each : some) {
        audit.record(event(each.value()));
        remove(each);
      }
    }
  }

  private List<Row<Note>> next() {
    return store.page(Note.NOUN, "", PAGE);
  }

  private void remove(Row<Note> row) {
    store.change(change -> change.remove(Note.NOUN, row.id()));
  }

  private AuditEvent event(Note note) {
    String route = "tokenward " + note.action().replace('.', ' ');
    return new AuditEvent(
        new Call(OPERATOR, route, new Traces(random).of(null)),
        note.action(),
        Outcome.GRANTED,
        null,
        null,
        null,
        null,
        null,
        note.detail() + ", at " + note.at());
  }
}
