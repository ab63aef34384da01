package dev.tokenward.vault.broker;

import dev.tokenward.core.Secret;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.Row;
import java.util.Map;
import java.util.TreeMap;

/** What is to be kept: the given secrets only, and which others stay. */
record CredentialChange(String name, CredentialRecord record, Map<String, Secret> secrets) {

  /** Refuses to send kept secrets elsewhere. */
  CredentialChange boundTo(CredentialRecord old, Map<String, Secret> kept, CredentialDraft draft) {
    boolean moved = !record.destinations().equals(old.destinations());
    if (moved && !draft.missingSecrets(record.kind(), secrets).isEmpty()) {
      throw new RefusedException(
          Reason.DESTINATION_CHANGE_NEEDS_SECRET,
          "This would change where the secrets may be sent, so they would be dropped: "
              + String.join(", ", draft.missingSecrets(record.kind(), secrets)),
          "secrets",
          "Send the secrets again with this change.");
    }
    return !moved && record.fields().equals(old.fields()) && sameSecrets(kept)
        ? new CredentialChange(name, record.ofEdition(old.edition()), Map.of())
        : this;
  }

  /** Nobody can try secrets out so: the first that is wrong takes the place of the kept one. */
  private boolean sameSecrets(Map<String, Secret> kept) {
    Map<String, Secret> same = new TreeMap<>(kept);
    same.keySet().retainAll(secrets.keySet());
    return SecretText.id(same).equals(SecretText.id(secrets));
  }

  /** Whether it makes another kind of it, to which nothing of the old one belongs. */
  boolean isSwitchOf(CredentialRecord old) {
    return !record.kind().equals(old.kind());
  }

  boolean sameWay(Row<CredentialRecord> row) {
    return record.destinations().equals(row.value().destinations());
  }

  boolean same(Row<CredentialRecord> row) {
    return secrets.isEmpty() && name.equals(row.name()) && record.equals(row.value());
  }
}
