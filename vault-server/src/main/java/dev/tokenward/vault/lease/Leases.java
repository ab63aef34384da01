package dev.tokenward.vault.lease;

import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.RefusedException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every living lease, in memory: a restart ends them all. Reading takes no lock, because the proxy
 * asks at every chunk of a stream.
 */
public final class Leases {

  /** How many living leases of one type one caller may hold. */
  static final int MOST_PER_CALLER = 10_000;

  private record Holder(String callerId, Lease.Type type) {}

  private record Use(String callerId, String credentialId) {}

  private final Clock clock;
  private final Map<String, Lease> byId = new ConcurrentHashMap<>();
  private final Map<Holder, Integer> held = new ConcurrentHashMap<>();
  private final Map<Use, Instant> stopped = new ConcurrentHashMap<>();
  private final TreeSet<Lease> byEnd =
      new TreeSet<>(Comparator.comparing(Lease::expiresAt).thenComparing(Lease::id));

  /** Judges the end of a lease by {@code clock}. */
  public Leases(Clock clock) {
    this.clock = clock;
  }

  /**
   * Adds a lease, unless one of the same id lives.
   *
   * @throws RefusedException for {@code TOO_MANY} when its caller holds too many, and as {@link
   *     #requireIssue} does
   */
  public synchronized void add(Lease lease) {
    removeEnded();
    if (byId.containsKey(lease.id())) {
      return;
    }
    if (lease.type() == Lease.Type.BROKERED_TOKEN && lease.credentialId() != null) {
      // Again, under this lock: it may have been stopped while the token was on its way.
      requireIssue(lease.caller(), lease.credentialId());
    }
    if (held.getOrDefault(holder(lease), 0) >= MOST_PER_CALLER) {
      throw new RefusedException(
          RefusedException.Reason.TOO_MANY,
          "The caller " + lease.caller().name() + " holds too many leases",
          null,
          "Use what was issued until it expires, or revoke it.");
    }
    byId.put(lease.id(), lease);
    byEnd.add(lease);
    held.merge(holder(lease), 1, Integer::sum);
  }

  /** The lease of that id, if it lives. */
  public Optional<Lease> living(String id) {
    return Optional.ofNullable(byId.get(id)).filter(this::lives);
  }

  /** Every living lease, the youngest first. */
  public List<Lease> all() {
    return byId.values().stream()
        .filter(this::lives)
        .sorted(Comparator.comparing(Lease::issuedAt).reversed().thenComparing(Lease::id))
        .toList();
  }

  /**
   * Ends a lease at once. An upstream token cannot be recalled: ending its lease stops further
   * issue of that credential's tokens to that caller until the token has expired.
   */
  public synchronized void revoke(Lease lease) {
    remove(lease);
    if (lease.type() == Lease.Type.BROKERED_TOKEN && lease.credentialId() != null) {
      stopped.merge(
          new Use(lease.caller().id(), lease.credentialId()),
          lease.expiresAt(),
          (one, other) -> one.isAfter(other) ? one : other);
    }
  }

  /**
   * Refuses issue of a credential's tokens to a caller for whom it was stopped.
   *
   * @throws RefusedException for {@code WIDER_THAN_POLICY}, saying until when
   */
  public void requireIssue(Caller caller, String credentialId) {
    Instant until = stopped.get(new Use(caller.id(), credentialId));
    if (until != null && until.isAfter(clock.instant())) {
      throw new RefusedException(
          RefusedException.Reason.WIDER_THAN_POLICY,
          "Issue of this credential to this caller was stopped until " + until,
          null,
          "Wait until then: a lease of its token was revoked.");
    }
  }

  private void removeEnded() {
    Instant now = clock.instant();
    while (!byEnd.isEmpty() && !byEnd.first().expiresAt().isAfter(now)) {
      remove(byEnd.first());
    }
    stopped.values().removeIf(until -> !until.isAfter(now));
  }

  private void remove(Lease lease) {
    if (byId.remove(lease.id()) != null) {
      byEnd.remove(lease);
      held.computeIfPresent(holder(lease), (key, count) -> count == 1 ? null : count - 1);
    }
  }

  private boolean lives(Lease lease) {
    return lease.expiresAt().isAfter(clock.instant());
  }

  private static Holder holder(Lease lease) {
    return new Holder(lease.caller().id(), lease.type());
  }
}
