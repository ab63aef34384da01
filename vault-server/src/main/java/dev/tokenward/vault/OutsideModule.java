package dev.tokenward.vault;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.vault.access.Refusals;
import dev.tokenward.vault.api.ErrorMapper;
import dev.tokenward.vault.api.Traces;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.audit.AuditPlace;
import dev.tokenward.vault.audit.AuditReader;
import dev.tokenward.vault.audit.ChainHead;
import dev.tokenward.vault.audit.ChainedAuditLog;
import dev.tokenward.vault.audit.HeadWitness;
import dev.tokenward.vault.audit.HighestVersions;
import dev.tokenward.vault.audit.RefusalLog;
import dev.tokenward.vault.broker.Broker;
import dev.tokenward.vault.broker.ConsentVisits;
import dev.tokenward.vault.broker.ConsoleUrl;
import dev.tokenward.vault.config.AuditSettings;
import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.console.ConsoleServer;
import dev.tokenward.vault.lease.Authentication;
import dev.tokenward.vault.proxy.HostCheck;
import dev.tokenward.vault.proxy.ProxyGate;
import dev.tokenward.vault.store.SqliteStore;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.upstream.ConnectionTest;
import dev.tokenward.vault.upstream.GuardedClients;
import dev.tokenward.vault.upstream.GuardedHttpSender;
import dev.tokenward.vault.upstream.NameLookup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;

/** Where the vault meets the world: the gates in, the one way out, the audit. */
@Module
interface OutsideModule {

  @Provides
  @Singleton
  static GuardedClients clients(VaultConfig config, NameLookup lookup) {
    return new GuardedClients(
        config.allowed(), config.trustStore(), lookup, GuardedClients.Timeouts.DEFAULT);
  }

  @Provides
  @Singleton
  static GuardedHttpSender sender(GuardedClients clients) {
    return new GuardedHttpSender(clients);
  }

  @Provides
  static TokenSources sources(
      Map<String, CredentialProvider> kinds, TokenRuntime runtime, GuardedHttpSender sender) {
    return new TokenSources(kinds, runtime.withHttp(sender), TokenListener.NONE);
  }

  @Provides
  static ConnectionTest connectionTest(GuardedHttpSender sender, TokenRuntime runtime) {
    return new ConnectionTest(sender, runtime);
  }

  @Provides
  @Singleton
  static AuditLog audit(
      VaultConfig config,
      HeadWitness witness,
      Optional<SqliteStore> kept,
      HighestVersions versions,
      TokenRuntime runtime) {
    if (config.auditFile().isEmpty()) {
      return ChainedAuditLog.toStandardOutput(runtime);
    }
    try {
      AuditLog audit =
          ChainedAuditLog.open(
              place(config.audit()), witness, kept.map(store -> versions), runtime);
      kept.ifPresent(store -> WitnessedVersions.catchUp(store, versions, audit));
      return audit;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Provides
  @Singleton
  static Optional<AuditReader> auditReader(VaultConfig config) {
    return config.auditFile().map(file -> new AuditReader(file, config.audit().spool()));
  }

  @Provides
  @Singleton
  static HeadWitness witness(VaultConfig config, @Kept Store store) {
    return config.stateDir().isPresent() ? new KeptHead(store) : HeadWitness.NONE;
  }

  private static AuditPlace place(AuditSettings audit) {
    return new AuditPlace(
        audit.file().orElseThrow(),
        audit.maxFileBytes(),
        audit.keep(),
        audit.spool(),
        audit.spoolMaxBytes(),
        audit.continueFrom().flatMap(ChainHead::parse));
  }

  @Provides
  @Singleton
  static RefusalLog refusalLog(VaultConfig config, TokenRuntime runtime) {
    return config
        .auditFile()
        .map(file -> RefusalLog.beside(file, runtime))
        .orElseGet(() -> RefusalLog.toLog(runtime));
  }

  @Binds
  Refusals refusals(RefusalLog log);

  /** The host is checked before anything else, on every route. */
  @Provides
  @Singleton
  static Handler.Wrapper gates(
      VaultConfig config,
      Authentication authentication,
      Broker broker,
      GuardedClients clients,
      Refusals refusals,
      Traces traces) {
    HostCheck hosts = new HostCheck(config.publicUrl(), ErrorMapper::problem, refusals, traces::of);
    hosts.setHandler(
        new ProxyGate(
            authentication,
            broker,
            clients,
            ErrorMapper::problem,
            config.publicUrl(),
            refusals,
            traces::of));
    return hosts;
  }

  @Provides
  @Singleton
  static ConsoleUrl consoleUrl(VaultConfig config) {
    return new ConsoleUrl(config.console().url());
  }

  @Provides
  @Singleton
  static ConsoleServer console(
      VaultConfig config,
      ConsoleUrl url,
      ConsentVisits visits,
      TokenRuntime runtime,
      Refusals refusals,
      Traces traces) {
    return new ConsoleServer(
        config.console().listen(),
        url,
        visits,
        runtime.clock(),
        traces::of,
        new HostCheck(url.origin(), ErrorMapper::problem, refusals, traces::of));
  }
}
