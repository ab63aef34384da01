package dev.tokenward.vault.broker;

import dagger.Module;
import dagger.Provides;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.access.Policies;
import dev.tokenward.vault.access.Refusals;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.audit.AuditReader;
import dev.tokenward.vault.audit.HeadWitness;
import dev.tokenward.vault.lease.CallerSecrets;
import dev.tokenward.vault.lease.Issuer;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.store.RecordIds;
import dev.tokenward.vault.store.Rekey;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.upstream.ConnectionTest;
import dev.tokenward.vault.upstream.GuardedHttpSender;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/** Puts the one guard before broker and registry. */
@Module
public final class BrokerModule {

  private BrokerModule() {}

  @Provides
  @Singleton
  static Guard guard(Policies policies, Freezes freezes, Credentials credentials, AuditLog audit) {
    return new Guard(policies, freezes, credentials, audit);
  }

  @Provides
  @Singleton
  static Credentials credentials(
      Store store, Map<String, CredentialProvider> providers, Ambient ambient) {
    return new Credentials(store, providers, ambient);
  }

  @Provides
  @Singleton
  static CredentialHealth health(TokenRuntime runtime) {
    return new CredentialHealth(runtime.clock());
  }

  @Provides
  @Singleton
  static LastUses lastUses(Store store, TokenRuntime runtime) {
    return new LastUses(store, runtime);
  }

  @Provides
  @Singleton
  static OpenSources sources(
      Credentials credentials, TokenSources sources, CredentialHealth health) {
    return new OpenSources(credentials, sources, health);
  }

  @Provides
  @Singleton
  static Broker broker(
      Guard guard,
      OpenSources sources,
      Issuer issuer,
      Leases leases,
      LastUses uses,
      CredentialHealth health,
      TokenRuntime runtime) {
    return new Broker(guard, sources, issuer, leases, uses, health, runtime.clock());
  }

  @Provides
  @Singleton
  static Registry registry(
      Guard guard,
      Leases leases,
      OpenSources sources,
      ConnectionTest test,
      CredentialHealth health,
      Freezes freezes,
      TokenRuntime runtime,
      Map<String, CredentialProvider> providers) {
    return new Registry(guard, leases, sources, test, health, freezes, runtime.clock(), providers);
  }

  @Provides
  @Singleton
  static CredentialRegistry credentialRegistry(
      Guard guard,
      Store store,
      Credentials credentials,
      CredentialDraft draft,
      Freezes freezes,
      Leases leases,
      OpenSources sources,
      Rotations rotations,
      CredentialHealth health,
      LastUses uses,
      Authorizations authorizations,
      OpenConsents consents,
      RecordIds ids,
      TokenRuntime runtime) {
    GrantEnds grants = new GrantEnds(authorizations);
    return new CredentialRegistry(
        guard,
        store,
        credentials,
        draft,
        freezes,
        sources,
        rotations,
        new CredentialWriter(store, draft, ids),
        new CredentialViews(
            store,
            new CredentialEnds(credentials, runtime.clock()),
            draft,
            freezes,
            health,
            uses,
            authorizations,
            runtime.clock()),
        new CredentialRemoval(guard, store, freezes, leases, sources, uses, grants, consents),
        new KindSwitch(guard, leases, grants, consents));
  }

  @Provides
  @Singleton
  static Authorizations authorizations(
      Credentials credentials,
      OpenSources sources,
      TokenRuntime runtime,
      GuardedHttpSender sender,
      ConsoleUrl console) {
    return new Authorizations(credentials, sources, runtime.withHttp(sender), console);
  }

  @Provides
  @Singleton
  static OpenConsents openConsents(TokenRuntime runtime, SecureRandom random) {
    return new OpenConsents(runtime, random);
  }

  @Provides
  @Singleton
  static Consents consents(Guard guard, Authorizations authorizations, OpenConsents open) {
    return new Consents(guard, authorizations, open);
  }

  @Provides
  @Singleton
  static ConsentVisits consentVisits(
      Guard guard, Authorizations authorizations, OpenConsents open, Refusals refusals) {
    return new ConsentVisits(guard, authorizations, open, refusals);
  }

  @Provides
  @Singleton
  static GrantUpkeep upkeep(
      Guard guard,
      Store store,
      Credentials credentials,
      Authorizations authorizations,
      OpenSources sources) {
    return new GrantUpkeep(guard, store, credentials, authorizations, sources);
  }

  @Provides
  @Singleton
  static Rotations rotations(
      Guard guard,
      Store store,
      Credentials credentials,
      TokenSources sources,
      ConnectionTest test,
      TokenRuntime runtime) {
    return new Rotations(guard, store, credentials, sources, test, runtime);
  }

  @Provides
  @Singleton
  static Rekeying rekeying(Guard guard, Optional<Rekey> rekey, TokenRuntime runtime) {
    return new Rekeying(guard, rekey, runtime.executor());
  }

  @Provides
  @Singleton
  static CallerRegistry callerRegistry(
      Guard guard,
      Store store,
      Policies policies,
      Freezes freezes,
      Leases leases,
      CallerSecrets secrets,
      RecordIds ids) {
    return new CallerRegistry(guard, store, policies, freezes, leases, secrets, ids);
  }

  @Provides
  @Singleton
  static AuditRegistry auditRegistry(
      Guard guard, Optional<AuditReader> reader, HeadWitness witness) {
    return new AuditRegistry(guard, reader, witness);
  }

  @Provides
  @Singleton
  static PolicyRegistry policyRegistry(Guard guard, Store store, Policies policies, RecordIds ids) {
    return new PolicyRegistry(guard, store, policies, ids);
  }
}
