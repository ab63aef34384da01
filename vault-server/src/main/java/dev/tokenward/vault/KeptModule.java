package dev.tokenward.vault;

import dagger.Module;
import dagger.Provides;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.state.DurableStates;
import dev.tokenward.oauth.Grants;
import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.access.Callers;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.access.KeyedHash;
import dev.tokenward.vault.access.Policies;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.audit.HighestVersions;
import dev.tokenward.vault.broker.CredentialDraft;
import dev.tokenward.vault.config.ConfigReader;
import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.lease.Authentication;
import dev.tokenward.vault.lease.CallerSecrets;
import dev.tokenward.vault.lease.Issuer;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.lease.VaultTokens;
import dev.tokenward.vault.store.LiveRing;
import dev.tokenward.vault.store.MemoryStore;
import dev.tokenward.vault.store.RecordIds;
import dev.tokenward.vault.store.Rekey;
import dev.tokenward.vault.store.SqliteStore;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.store.StoreFile;
import dev.tokenward.vault.store.StoredStates;
import dev.tokenward.vault.store.VaultKeys;
import dev.tokenward.vault.store.WitnessedStore;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the vault keeps, from its configuration: credentials, callers, policies, leases. */
@Module
interface KeptModule {

  @Provides
  @Singleton
  static VaultConfig config(ConfigReader reader, Path configFile) {
    return reader.read(configFile);
  }

  @Provides
  @Singleton
  static Optional<LiveRing> ring(VaultConfig config, SecureRandom random) {
    return config.stateDir().map(folder -> new LiveRing(RootKeys.of(config, random)));
  }

  @Provides
  @Singleton
  static Optional<SqliteStore> sqlite(
      VaultConfig config, Optional<LiveRing> ring, TokenRuntime runtime, SecureRandom random) {
    return config
        .stateDir()
        .map(folder -> StoreFile.open(folder, ring.orElseThrow(), runtime.clock(), random));
  }

  @Provides
  @Singleton
  @Kept
  static Store kept(Optional<SqliteStore> sqlite, TokenRuntime runtime) {
    return sqlite.<Store>map(store -> store).orElseGet(() -> new MemoryStore(runtime.clock()));
  }

  @Provides
  @Singleton
  static Optional<Rekey> rekey(
      Optional<SqliteStore> sqlite, Optional<LiveRing> ring, SecureRandom random) {
    return sqlite.map(store -> new Rekey(store, ring.orElseThrow(), random));
  }

  @Provides
  @Singleton
  static HighestVersions versions(KeyedHash hash) {
    return new HighestVersions(hash::of);
  }

  /**
   * The nouns of the file come from it, unless it leaves them to the store. What is kept is read
   * only once the audit was, which tells what is older than it should be.
   */
  @Provides
  @Singleton
  static Store store(
      VaultConfig config,
      @Kept Store kept,
      AuditLog audit,
      HighestVersions versions,
      CredentialDraft draft,
      CallerSecrets secrets,
      TokenRuntime runtime) {
    Objects.requireNonNull(audit);
    return new ConfiguredRecords(config, draft, secrets)
        .over(new WitnessedStore(kept, versions::of), runtime.clock());
  }

  @Provides
  @Singleton
  static NoteDelivery notes(
      @Kept Store kept, AuditLog audit, TokenRuntime runtime, SecureRandom random) {
    return new NoteDelivery(new Notes(kept, random), audit, runtime);
  }

  @Provides
  static StoppedVault stopped(VaultConfig config, TokenRuntime runtime, SecureRandom random) {
    return new StoppedVault(config, runtime.clock(), random);
  }

  @Provides
  @Singleton
  static VaultKeys keys(@Kept Store store) {
    return new VaultKeys(store);
  }

  @Provides
  @Singleton
  static KeyedHash hash(VaultKeys keys, SecureRandom random) {
    return new KeyedHash(keys.of("pepper", () -> KeyedHash.pepper(random)));
  }

  @Provides
  @Singleton
  static CredentialDraft draft(VaultConfig config, Map<String, CredentialProvider> providers) {
    return new CredentialDraft(providers, config.allowed(), config.meanings());
  }

  @Provides
  static Ambient ambient(VaultConfig config) {
    return config.meanings();
  }

  /** What people consented to; a vault that keeps nothing has no kind that they could. */
  @Provides
  @Singleton
  static Grants grants(VaultConfig config, Store store, TokenRuntime runtime) {
    return config
        .stateDir()
        .map(
            folder ->
                Grants.in(
                    DurableStates.in(new StoredStates(store, runtime.clock()), runtime),
                    folder.resolve("grants-journal"),
                    runtime))
        .orElseGet(() -> Grants.inMemory(runtime));
  }

  @Provides
  @Singleton
  static RecordIds ids(SecureRandom random) {
    return new RecordIds(random);
  }

  @Provides
  @Singleton
  static CallerSecrets callerSecrets(KeyedHash hash, SecureRandom random, TokenRuntime runtime) {
    return new CallerSecrets(hash, random, runtime.clock());
  }

  @Provides
  @Singleton
  static Callers callers(Store store, KeyedHash hash) {
    return new Callers(store, hash);
  }

  @Provides
  @Singleton
  static Policies policies(Store store) {
    return Policies.of(store);
  }

  @Provides
  @Singleton
  static Freezes freezes(Store store) {
    return new Freezes(store);
  }

  @Provides
  @Singleton
  static Leases leases(TokenRuntime runtime, Store store) {
    return new Leases(runtime.clock(), store);
  }

  @Provides
  @Singleton
  static VaultTokens tokens(
      VaultConfig config, TokenRuntime runtime, VaultKeys keys, SecureRandom random) {
    return new VaultTokens(
        config.publicUrl(), runtime.clock(), keys.of("signing", () -> VaultTokens.newKey(random)));
  }

  @Provides
  @Singleton
  static Issuer issuer(
      VaultTokens tokens, KeyedHash hash, TokenRuntime runtime, SecureRandom random) {
    return new Issuer(tokens, hash, random, runtime.clock());
  }

  @Provides
  @Singleton
  static Authentication authentication(
      Callers callers, VaultTokens tokens, Issuer issuer, Leases leases) {
    return new Authentication(callers, tokens, issuer, leases);
  }
}
