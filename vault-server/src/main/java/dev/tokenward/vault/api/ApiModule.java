package dev.tokenward.vault.api;

import dagger.Module;
import dagger.Provides;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.access.Refusals;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.broker.AuditRegistry;
import dev.tokenward.vault.broker.Broker;
import dev.tokenward.vault.broker.CallerRegistry;
import dev.tokenward.vault.broker.Consents;
import dev.tokenward.vault.broker.CredentialRegistry;
import dev.tokenward.vault.broker.PolicyRegistry;
import dev.tokenward.vault.broker.Registry;
import dev.tokenward.vault.broker.Rekeying;
import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.lease.Authentication;
import dev.tokenward.vault.lease.VaultTokens;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.jetty.server.Handler;

/** The list of nouns, and the server that carries them. */
@Module
public final class ApiModule {

  /** The socket in the state directory, for whoever runs the vault. */
  public static final String SOCKET = "api.sock";

  private ApiModule() {}

  @Provides
  @Singleton
  static Traces traces(TokenRuntime runtime) {
    return new Traces(runtime.random());
  }

  @Provides
  @Singleton
  static VaultServer server(
      VaultConfig config,
      Broker broker,
      Registry registry,
      CredentialRegistry credentials,
      Consents consents,
      CallerRegistry callers,
      PolicyRegistry policies,
      Rekeying rekeying,
      AuditRegistry auditRecords,
      VaultTokens tokens,
      Authentication authentication,
      AuditLog audit,
      Refusals refusals,
      Traces traces,
      TokenRuntime runtime,
      Handler.Wrapper gates) {
    return new VaultServer(
        config.listen(),
        config
            .stateDir()
            .map(folder -> new LocalSocket(folder.resolve(SOCKET), LocalSocket.Peer.PLATFORM)),
        List.of(
            new CredentialRoutes(broker, registry, config.publicUrl(), runtime.clock()),
            new CredentialAdminRoutes(credentials),
            new CredentialConsentRoutes(consents),
            new CallerRoutes(callers),
            new PolicyRoutes(policies),
            new LeaseRoutes(registry, config.stateDir().isPresent() ? "store" : "memory"),
            new FreezeRoutes(registry),
            new RekeyRoutes(rekeying),
            new AuditRoutes(auditRecords),
            new KindRoutes(registry)),
        new OAuth(broker, authentication, runtime.clock()),
        tokens,
        authentication,
        audit,
        refusals,
        traces,
        gates);
  }
}
