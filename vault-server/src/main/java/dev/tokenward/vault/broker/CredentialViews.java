package dev.tokenward.vault.broker;

import dev.tokenward.core.Secret;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Shows credentials: which secrets are set, and how each stands. */
final class CredentialViews {

  private static final Duration SOON = Duration.ofDays(14);

  private final Store store;
  private final CredentialDraft draft;
  private final Freezes freezes;
  private final Clock clock;

  CredentialViews(Store store, CredentialDraft draft, Freezes freezes, Clock clock) {
    this.store = store;
    this.draft = draft;
    this.freezes = freezes;
    this.clock = clock;
  }

  CredentialView view(KeptCredential credential) {
    Map<String, Secret> secrets =
        store.secrets(CredentialRecord.NOUN, credential.row()).orElse(Map.of());
    secrets.values().forEach(Secret::destroy);
    return new CredentialView(
        credential, secrets.keySet().stream().sorted().toList(), status(credential, secrets));
  }

  private CredentialView.Status status(KeptCredential credential, Map<String, Secret> secrets) {
    CredentialRecord record = credential.row().value();
    if (freezes.frozen(credential.id())) {
      return CredentialView.Status.FROZEN;
    }
    if (!draft.missingSecrets(record.kind(), secrets).isEmpty()) {
      return CredentialView.Status.NOT_AUTHORIZED;
    }
    boolean soon =
        record.expiresAt() != null && record.expiresAt().isBefore(clock.instant().plus(SOON));
    return soon ? CredentialView.Status.EXPIRING : CredentialView.Status.AUTHORIZED;
  }
}
