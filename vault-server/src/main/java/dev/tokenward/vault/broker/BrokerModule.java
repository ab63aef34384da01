package dev.tokenward.vault.broker;

import dagger.Module;
import dagger.Provides;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.vault.access.Policies;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.lease.Issuer;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.store.ConfiguredStore;
import dev.tokenward.vault.upstream.ConnectionTest;
import jakarta.inject.Singleton;
import java.util.Map;

/** Puts the one guard before broker and registry. */
@Module
public final class BrokerModule {

  private BrokerModule() {}

  @Provides
  @Singleton
  static Guard guard(Policies policies, ConfiguredStore store, AuditLog audit) {
    return new Guard(policies, store, audit);
  }

  @Provides
  @Singleton
  static OpenSources sources(ConfiguredStore store, TokenSources sources) {
    return new OpenSources(store, sources);
  }

  @Provides
  @Singleton
  static Broker broker(
      Guard guard, OpenSources sources, Issuer issuer, Leases leases, TokenRuntime runtime) {
    return new Broker(guard, sources, issuer, leases, runtime.clock());
  }

  @Provides
  @Singleton
  static Registry registry(
      Guard guard,
      Leases leases,
      OpenSources sources,
      ConnectionTest test,
      Map<String, CredentialProvider> providers) {
    return new Registry(guard, leases, sources, test, providers);
  }
}
