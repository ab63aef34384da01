package dev.tokenward.vault.broker;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.Row;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is to be kept: the given secrets only, and which others stay. */
record CredentialChange(String name, CredentialRecord record, Map<String, Secret> secrets) {

  /** Refuses to send kept secrets elsewhere. */
  CredentialChange boundTo(CredentialRecord old, Map<String, Secret> kept, CredentialDraft draft) {
    boolean moved = !record.destinations().equals(old.destinations());
    if (moved) {
      refuseToDrop(kept, draft);
      // A kind may need one of several secrets, none of which is required by itself.
      draft.check(new Credential(name, record.kind(), record.fields(), secrets));
    }
    return !moved && record.fields().equals(old.fields()) && sameSecrets(kept)
        ? new CredentialChange(name, record.ofEdition(old.edition()), Map.of())
        : this;
  }

  private void refuseToDrop(Map<String, Secret> kept, CredentialDraft draft) {
    Set<String> dropped = new TreeSet<>(draft.missingSecrets(record.kind(), secrets));
    if (secrets.isEmpty()) {
      dropped.addAll(kept.keySet());
    }
    if (!dropped.isEmpty()) {
      throw new RefusedException(
          Reason.DESTINATION_CHANGE_NEEDS_SECRET,
          "This would change where the secrets may be sent, so they would be dropped: "
              + String.join(", ", dropped),
          "secrets",
          "Send the secrets again with this change.");
    }
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
