package dev.tokenward.vault.broker;

import dev.tokenward.core.TokenSources;
import dev.tokenward.vault.access.Policies;
import dev.tokenward.vault.audit.AuditLog;
import dev.tokenward.vault.lease.Issuer;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.store.ConfiguredStore;
import java.time.Clock;

/** Makes brokers for tests outside this package, from the same parts as the product. */
public final class Brokers {

  private Brokers() {}

  /** A broker. */
  public static Broker of(
      Policies policies,
      ConfiguredStore store,
      AuditLog audit,
      TokenSources sources,
      Issuer issuer,
      Leases leases,
      Clock clock) {
    return new Broker(
        new Guard(policies, store, audit), new OpenSources(store, sources), issuer, leases, clock);
  }
}
