package dev.tokenward.vault.store;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The credentials of the configuration file. Read-only; lives as long as the process. */
public final class ConfiguredStore {

  private final Map<String, KeptCredential> kept = new LinkedHashMap<>();
  private final Map<String, Credential> whole = new LinkedHashMap<>();

  /** Keeps each credential beside its metadata. */
  public ConfiguredStore(Map<KeptCredential, Credential> credentials) {
    credentials.forEach(
        (metadata, credential) -> {
          kept.put(metadata.name(), metadata);
          whole.put(metadata.id(), credential);
        });
  }

  /** The metadata of a credential. */
  public Optional<KeptCredential> find(String name) {
    return Optional.ofNullable(kept.get(name));
  }

  /** The credential with copies of its secrets, which whoever opens it may destroy. */
  public Credential open(KeptCredential credential) {
    Credential stored = whole.get(credential.id());
    if (stored == null) {
      throw new IllegalArgumentException("Not of this store: " + credential.name());
    }
    Map<String, Secret> copies = new LinkedHashMap<>();
    stored.secrets().forEach((field, secret) -> copies.put(field, secret.copy()));
    return new Credential(stored.name(), stored.kind(), stored.fields(), copies);
  }
}
