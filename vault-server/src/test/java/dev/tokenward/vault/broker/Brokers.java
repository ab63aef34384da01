package dev.tokenward.vault.broker;

import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.access.Policies;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.lease.Issuer;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.store.Store;
import java.time.Clock;
import java.util.Map;

/** Makes brokers for tests outside this package, from the same parts as the product. */
public final class Brokers {

  private Brokers() {}

  /** A broker. */
  public static Broker of(
      Store store,
      Map<String, CredentialProvider> kinds,
      AuditLog audit,
      Issuer issuer,
      Leases leases,
      Clock clock) {
    Credentials credentials = new Credentials(store, kinds, Ambient.NONE);
    TokenSources sources = new TokenSources(kinds, TokenRuntime.system(), TokenListener.NONE);
    CredentialHealth health = new CredentialHealth(clock);
    return new Broker(
        new Guard(Policies.of(store), new Freezes(store), credentials, audit),
        new OpenSources(credentials, sources, health),
        issuer,
        leases,
        new LastUses(store, TokenRuntime.system()),
        health,
        clock);
  }
}
