package dev.tokenward.vault.broker;

import dev.tokenward.vault.store.CredentialRecord;

/**
 * New secrets of a credential, and the credential as it was for whoever handed them in: its kind
 * and its destinations then are the only ones that they are for (S1).
 */
record HandedIn(NewSecrets fresh, CredentialRecord of) {

  String id() {
    return SecretText.id(of, fresh.secrets());
  }
}
