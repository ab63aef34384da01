package dev.tokenward.vault.broker;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.RecordIds;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Works out what is to be kept of a credential, and keeps it. Decides and records nothing. */
final class CredentialWriter {

  private final Store store;
  private final CredentialDraft draft;
  private final RecordIds ids;

  CredentialWriter(Store store, CredentialDraft draft, RecordIds ids) {
    this.store = store;
    this.draft = draft;
    this.ids = ids;
  }

  /** A credential that is not there yet. */
  CredentialChange made(String name, CredentialAsk ask) {
    return whole(name, ask, Map.of(), 1);
  }

  Row<CredentialRecord> added(CredentialChange change) {
    return store.change(
        work ->
            work.add(
                CredentialRecord.NOUN,
                ids.next(),
                change.name(),
                change.record(),
                change.secrets()));
  }

  /** What a change comes to; {@code whole} says that what is left out goes. */
  CredentialChange changed(Row<CredentialRecord> row, CredentialAsk ask, boolean whole) {
    CredentialRecord old = row.value();
    if (ask.kind() != null && !ask.kind().equals(old.kind())) {
      CredentialAsk other = whole ? ask : ask.insteadOf(old);
      return whole(nameOf(row, ask), other, Map.of(), old.edition() + 1);
    }
    Map<String, Secret> kept =
        store.secrets(CredentialRecord.NOUN, row).orElseThrow(() -> changedMeanwhile(row));
    try {
      CredentialAsk all = whole ? ask.ofKind(old.kind()) : ask.over(old);
      return whole(nameOf(row, ask), all, kept, old.edition() + 1).boundTo(old, kept, draft);
    } finally {
      kept.values().forEach(Secret::destroy);
    }
  }

  private static RefusedException changedMeanwhile(Row<?> row) {
    return new RefusedException(
        Reason.PRECONDITION_FAILED,
        "The credential " + row.name() + " was changed by another request",
        null,
        "Read it again, then repeat.");
  }

  private static String nameOf(Row<?> row, CredentialAsk ask) {
    return Objects.requireNonNullElse(ask.name(), row.name());
  }

  private CredentialChange whole(
      String name, CredentialAsk ask, Map<String, Secret> kept, long edition) {
    if (ask.kind() == null) {
      throw new RefusedException(
          Reason.BAD_INPUT, "kind is required", "kind", "GET /v1/kinds lists the kinds.");
    }
    Map<String, Secret> given = ask.secrets() == null ? Map.of() : ask.secrets();
    Map<String, String> fields = ask.fields() == null ? Map.of() : ask.fields();
    Credential credential =
        new Credential(name, ask.kind(), fields, CredentialDraft.merged(kept, given));
    draft.check(credential);
    return new CredentialChange(
        name,
        new CredentialRecord(
            ask.kind(),
            ask.description(),
            ask.owner(),
            ask.labels() == null ? Map.of() : ask.labels(),
            fields,
            draft.destinations(credential),
            ask.expiresAt(),
            edition),
        given);
  }

  Row<CredentialRecord> replaced(Row<CredentialRecord> row, CredentialChange change) {
    return store.change(
        work -> {
          if (change.isSwitchOf(row.value())) {
            return work.replace(
                CredentialRecord.NOUN, row, change.name(), change.record(), change.secrets());
          }
          if (change.secrets().isEmpty()) {
            return work.replace(CredentialRecord.NOUN, row, change.name(), change.record());
          }
          Map<String, Secret> all =
              change.sameWay(row)
                  ? CredentialDraft.merged(
                      store.secrets(CredentialRecord.NOUN, row).orElse(new TreeMap<>()),
                      change.secrets())
                  : change.secrets();
          return work.replace(CredentialRecord.NOUN, row, change.name(), change.record(), all);
        });
  }
}
