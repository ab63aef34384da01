package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.audit.RecordVersion;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.lease.Leases;
import java.util.List;

/** Ends leases, and has the audit tell that no copy of them is good any more (S24). */
final class LeaseEnds {

  private final Guard guard;
  private final Leases leases;

  LeaseEnds(Guard guard, Leases leases) {
    this.guard = guard;
    this.leases = leases;
  }

  /** At once, whatever becomes of the record. */
  void end(Call call, String action, List<Lease> ending) {
    List<About> ends = ending.stream().map(this::about).toList();
    leases.revoke(ending);
    guard.changed(call, action, ends);
  }

  /** What a record of its end says. */
  About about(Lease lease) {
    return about(lease, leases.version(lease) + 1);
  }

  /** What a record says of it once it was given another end. */
  About renewed(Lease before, Lease now) {
    boolean longer = now.expiresAt().isAfter(before.expiresAt());
    return about(longer ? now : before, leases.version(now));
  }

  private static About about(Lease lease, long version) {
    return new About(
        null,
        lease.id(),
        null,
        new RecordVersion(Lease.NOUN.name(), lease.id(), version, lease.expiresAt()),
        null);
  }
}
