package dev.tokenward.vault;

import dev.tokenward.core.Secret;
import dev.tokenward.vault.access.CallerRecord;
import dev.tokenward.vault.access.KeyedHash;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.lease.CallerSecrets;
import dev.tokenward.vault.lease.VaultTokens;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.MemoryStore;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.Store;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fills a store for tests. The id of what is called x is id-of-x. */
public final class KeptRecords {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Clock clock;
  private final KeyedHash hash = new KeyedHash(Secret.of(KeyedHash.pepper(RANDOM)));
  private final Store store;

  /** Begins with nothing. */
  public KeptRecords(Clock clock) {
    this.clock = clock;
    this.store = new MemoryStore(clock);
  }

  /** The store. */
  public Store store() {
    return store;
  }

  /** What hashes the secrets of its callers. */
  public KeyedHash hash() {
    return hash;
  }

  /** Vault access tokens under a key of their own. */
  public VaultTokens tokens(URI publicUrl) {
    return new VaultTokens(publicUrl, clock, Secret.of(VaultTokens.newKey(RANDOM)));
  }

  /** Adds a caller. */
  public KeptRecords caller(String name, String... secrets) {
    CallerSecrets kept = new CallerSecrets(hash, RANDOM, clock);
    return add(
        CallerRecord.NOUN,
        name,
        new CallerRecord(null, Arrays.stream(secrets).map(kept::kept).toList()),
        Map.of());
  }

  /** Adds a credential. */
  public KeptRecords credential(
      String name, String kind, Map<String, String> fields, Map<String, Secret> secrets) {
    return add(
        CredentialRecord.NOUN,
        name,
        new CredentialRecord(kind, null, null, Map.of(), fields, List.of(), null, 1),
        secrets);
  }

  /** Adds a policy for one caller and one credential. */
  public KeptRecords policy(
      String name, String caller, String credential, Permission... permissions) {
    return add(
        Policy.NOUN,
        name,
        new Policy(
            name,
            Set.of("id-of-" + caller),
            Set.of("id-of-" + credential),
            Set.of(permissions),
            RequestRules.ANY,
            null),
        Map.of());
  }

  private <T> KeptRecords add(Noun<T> noun, String name, T value, Map<String, Secret> secrets) {
    store.change(change -> change.add(noun, "id-of-" + name, name, value, secrets));
    return this;
  }
}
