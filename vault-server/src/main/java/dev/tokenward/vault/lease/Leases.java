package dev.tokenward.vault.lease;

import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.CallerRecord;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.Listed;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.Quiet;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every living lease: in memory, because the proxy asks at every chunk of a stream and must not
 * wait, and in the store, where it outlives the process if the store does. Reading takes no lock.
 */
public final class Leases {

  /** How many living leases of one type one caller may hold. */
  static final int MOST_PER_CALLER = 10_000;

  private static final int PAGE = 1_000;
  private static final System.Logger LOG = System.getLogger(Leases.class.getName());

  private record Holder(String callerId, Lease.Type type) {}

  private final Clock clock;
  private final Store store;
  private final Map<String, Lease> byId = new ConcurrentHashMap<>();
  private final Map<Holder, Integer> held = new ConcurrentHashMap<>();
  private final StoppedIssue stopped;

  /** What was revoked and may still be in the store: without these, a restart would revive it. */
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  private final TreeSet<Lease> byEnd =
      new TreeSet<>(Comparator.comparing(Lease::expiresAt).thenComparing(Lease::id));

  /** Judges the end of a lease by {@code clock}, and goes on with what {@code store} holds. */
  public Leases(Clock clock, Store store) {
    this.clock = clock;
    this.store = store;
    this.stopped = new StoppedIssue(clock);
    if (!new Quiet(store).on()) {
      store.change(this::removeEnded);
    }
    List<Listed<Lease>> page = store.list(Lease.NOUN, "", PAGE);
    while (!page.isEmpty()) {
      holdUnlessOrphaned(page);
      page = store.list(Lease.NOUN, page.get(page.size() - 1).name(), PAGE);
    }
    stopped.load(store);
  }

  /**
   * A caller or credential may have been removed while a lease of it was being added; one that is
   * damaged is still there, and is refused where it is used. A lease that is damaged, or was put
   * back after it was revoked, gives nothing.
   */
  private void holdUnlessOrphaned(List<Listed<Lease>> page) {
    page.stream()
        .flatMap(each -> each.problem().stream())
        .forEach(each -> LOG.log(System.Logger.Level.ERROR, each));
    List<Lease> leases =
        page.stream().flatMap(each -> each.whole().stream()).map(Row::value).toList();
    Set<String> callers =
        present(CallerRecord.NOUN, leases.stream().map(lease -> lease.caller().id()));
    Set<String> credentials =
        present(CredentialRecord.NOUN, leases.stream().flatMap(Leases::credential));
    leases.stream()
        .filter(lease -> callers.contains(lease.caller().id()))
        .filter(lease -> credential(lease).allMatch(credentials::contains))
        .forEach(this::hold);
  }

  private Set<String> present(Noun<?> noun, Stream<String> ids) {
    return store.present(noun, ids.collect(Collectors.toSet()));
  }

  private static Stream<String> credential(Lease lease) {
    return Optional.ofNullable(lease.credentialId()).stream();
  }

  /**
   * Adds a lease, unless one of the same id lives; it is good when this returns.
   *
   * @throws RefusedException for {@code TOO_MANY} when its caller holds too many, and as {@link
   *     #requireIssue} does
   */
  public void add(Lease lease) {
    if (byId.containsKey(lease.id())) {
      return;
    }
    reserve(lease);
    boolean kept = false;
    try {
      store.change(change -> keep(change, lease));
      kept = true;
    } finally {
      settle(lease, kept);
    }
  }

  /** Two requests that were given the same upstream token have one lease. */
  private Lease keep(Store.Change change, Lease lease) {
    removeEnded(change);
    if (store.get(Lease.NOUN, lease.id()).isEmpty()) {
      change.add(Lease.NOUN, lease.id(), lease.id(), lease, Map.of());
    }
    return lease;
  }

  private Instant removeEnded(Store.Change change) {
    Instant now = clock.instant();
    change.removeEnded(Lease.NOUN, now);
    change.removeEnded(StoppedIssue.NOUN, now);
    return now;
  }

  private synchronized void reserve(Lease lease) {
    removeEnded();
    requireIssueOf(lease);
    if (held.getOrDefault(holder(lease), 0) >= MOST_PER_CALLER) {
      throw new RefusedException(
          RefusedException.Reason.TOO_MANY,
          "The caller " + lease.caller().name() + " holds too many leases",
          null,
          "Use what was issued until it expires, or revoke it.");
    }
    held.merge(holder(lease), 1, Integer::sum);
  }

  private synchronized void settle(Lease lease, boolean kept) {
    release(lease);
    if (kept) {
      // Again, under this lock: it may have been stopped while the token was on its way.
      requireIssueOf(lease);
      hold(lease);
    }
  }

  private void requireIssueOf(Lease lease) {
    if (lease.type() == Lease.Type.BROKERED_TOKEN && lease.credentialId() != null) {
      requireIssue(lease.caller(), lease.credentialId());
    }
  }

  private synchronized void hold(Lease lease) {
    if (byId.putIfAbsent(lease.id(), lease) == null) {
      byEnd.add(lease);
      held.merge(holder(lease), 1, Integer::sum);
    }
  }

  private void release(Lease lease) {
    held.computeIfPresent(holder(lease), (key, count) -> count == 1 ? null : count - 1);
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
   * Ends leases at once, all of them even where the store cannot be written. An upstream token
   * cannot be recalled: ending its lease stops further issue of that credential's tokens to that
   * caller until the token has expired.
   */
  public void revoke(Collection<Lease> leases) {
    leases.forEach(lease -> revoked.add(lease.id()));
    leases.forEach(this::end);
    keepRevoked();
  }

  /** Keeps what was revoked while the store could not be written. */
  public void keepRevoked() {
    Set<String> ids = Set.copyOf(revoked);
    if (!ids.isEmpty()) {
      store.change(
          change -> {
            ids.forEach(id -> change.remove(Lease.NOUN, id));
            stopped.keep(change);
            return ids;
          });
      revoked.removeAll(ids);
    }
  }

  private synchronized void end(Lease lease) {
    remove(lease);
    if (lease.type() == Lease.Type.BROKERED_TOKEN && lease.credentialId() != null) {
      stopped.stop(lease.caller(), lease.credentialId(), lease.expiresAt());
    }
  }

  /** Gives a living lease another end. */
  public Lease renew(Lease lease, Instant end) {
    Lease renewed = lease.endingAt(end);
    store.change(
        change ->
            change.replace(
                Lease.NOUN,
                store.get(Lease.NOUN, lease.id()).orElseThrow(() -> gone(lease.id())),
                lease.id(),
                renewed));
    swap(lease, renewed);
    return renewed;
  }

  private synchronized void swap(Lease lease, Lease renewed) {
    if (byId.replace(lease.id(), lease, renewed)) {
      byEnd.remove(lease);
      byEnd.add(renewed);
    }
  }

  /** Which version of a lease is kept; 0 for one that is not. */
  public long version(Lease lease) {
    return store.get(Lease.NOUN, lease.id()).map(row -> row.version()).orElse(0L);
  }

  /** There is no such lease, or it belongs to another. */
  public static RefusedException gone(String id) {
    return new RefusedException(
        RefusedException.Reason.NOT_FOUND, "There is no living lease " + id + " of this caller");
  }

  /**
   * Refuses issue of a credential's tokens to a caller for whom it was stopped.
   *
   * @throws RefusedException for {@code WIDER_THAN_POLICY}, saying until when
   */
  public void requireIssue(Caller caller, String credentialId) {
    stopped.requireNone(caller, credentialId);
  }

  private void removeEnded() {
    Instant now = clock.instant();
    while (!byEnd.isEmpty() && !byEnd.first().expiresAt().isAfter(now)) {
      remove(byEnd.first());
    }
    stopped.forgetEnded();
  }

  private void remove(Lease lease) {
    if (byId.remove(lease.id()) != null) {
      byEnd.remove(lease);
      release(lease);
    }
  }

  private boolean lives(Lease lease) {
    return lease.expiresAt().isAfter(clock.instant());
  }

  private static Holder holder(Lease lease) {
    return new Holder(lease.caller().id(), lease.type());
  }
}
