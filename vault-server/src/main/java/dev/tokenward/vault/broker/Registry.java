package dev.tokenward.vault.broker;

import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.KindDescription;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.broker.Trail.Ready;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.upstream.ConnectionTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows and changes what is kept: kinds, leases, the health of a credential. Thread-safe. */
public final class Registry {

  private final Guard guard;
  private final Leases leases;
  private final LeaseEnds ends;
  private final OpenSources sources;
  private final ConnectionTest test;
  private final CredentialHealth health;
  private final Freezes freezes;
  private final Clock clock;
  private final List<KindDescription> kinds;

  Registry(
      Guard guard,
      Leases leases,
      OpenSources sources,
      ConnectionTest test,
      CredentialHealth health,
      Freezes freezes,
      Clock clock,
      Map<String, CredentialProvider> providers) {
    this.guard = guard;
    this.leases = leases;
    this.ends = new LeaseEnds(guard, leases);
    this.sources = sources;
    this.test = test;
    this.health = health;
    this.freezes = freezes;
    this.clock = clock;
    this.kinds =
        providers.values().stream()
            .map(CredentialProvider::describe)
            .sorted(Comparator.comparing(KindDescription::kind))
            .toList();
  }

  /** The kinds that this vault can keep. */
  public List<KindDescription> kinds(Call call) {
    return guard.general(call, "kind.list", () -> new Ready<>(About.NOTHING, () -> kinds));
  }

  /** Tries a credential upstream, as it stands: recorded before its secret is sent. */
  public ConnectionTest.Report test(Call call, String credential) {
    return guard.credential(
        call,
        "credential.test",
        Permission.CREDENTIAL_TEST,
        credential,
        admission -> {
          String statement = admission.statements().get(0).name();
          return new Ready<>(
              new About(statement, null, null, null),
              () -> test(call, admission.credential(), statement));
        });
  }

  private ConnectionTest.Report test(Call call, KeptCredential credential, String statement) {
    ConnectionTest.Report report = test.run(credential, sources.tried(credential));
    health.tested(credential, report);
    guard.closed(
        call,
        "credential.test",
        credential,
        new About(statement, null, null, report.ok() ? "ok" : "failed"));
    return report;
  }

  /** The living leases that the caller may see, the youngest first. */
  public List<Lease> leases(Call call, LeaseFilter filter) {
    return guard.general(
        call,
        "lease.list",
        () -> {
          List<Lease> found = visible(call).filter(filter::matches).toList();
          return new Ready<>(About.NOTHING, () -> found);
        });
  }

  /**
   * One living lease.
   *
   * @throws RefusedException for {@code NOT_FOUND}, also for the lease of another caller
   */
  public Lease lease(Call call, String id) {
    return guard.general(
        call,
        "lease.read",
        () -> {
          Lease lease = find(call, id);
          return new Ready<>(About.lease(lease), () -> lease);
        });
  }

  /** Ends a lease at once, and gives it as it was. */
  public Lease revoke(Call call, String id) {
    return guard.general(
        call,
        "lease.revoke",
        () -> {
          Lease lease = find(call, id);
          // Recorded first: what is revoked on record is not to come back, whatever happens.
          return new Ready<>(
              ends.about(lease),
              () -> {
                leases.revoke(List.of(lease));
                return lease;
              });
        });
  }

  /** Ends every lease that the caller may see and {@code filter} finds; a dry run only lists. */
  public List<Lease> revokeAll(Call call, LeaseFilter filter, boolean dryRun) {
    return guard.general(
        call,
        dryRun ? "lease.revoke-all.dry-run" : "lease.revoke-all",
        () -> {
          List<Lease> found = visible(call).filter(filter::matches).toList();
          return new Ready<>(
              About.detail(found.size() + " leases"),
              () -> {
                if (!dryRun) {
                  ends.end(call, "lease.revoke", found);
                }
                return found;
              });
        });
  }

  /**
   * Gives a virtual PAT of the caller another end, at most as far from now as policy allows one
   * that is made now.
   *
   * @param ttl from now; null for the default
   */
  public Lease renew(Call call, String id, @Nullable Duration ttl) {
    Optional<Lease> pat =
        leases.living(id).filter(own(call)).filter(each -> each.type() == Lease.Type.VIRTUAL_PAT);
    return pat.isPresent()
        ? renew(call, pat.get(), ttl)
        : guard.general(call, "lease.renew", () -> notRenewable(call, id));
  }

  private Ready<Lease> notRenewable(Call call, String id) {
    Lease lease = leases.living(id).filter(own(call)).orElseThrow(() -> Leases.gone(id));
    throw new RefusedException(
        Reason.CONFLICT,
        "A " + lease.type().text() + " carries its own end, which nothing changes",
        null,
        "Get a new one.");
  }

  private Lease renew(Call call, Lease lease, @Nullable Duration ttl) {
    return guard.leased(
        call,
        "lease.renew",
        lease,
        guard.nameOf(lease),
        admission -> {
          VirtualPatAsk ask = new VirtualPatAsk(lease.name(), ttl, lease.rules());
          Policy statement = Narrowing.statementFor(ask, admission.statements());
          Instant end = now().plus(Narrowing.ttl(ask, statement));
          return new Ready<>(
              new About(statement.name(), lease.id(), null, "until " + end),
              () -> renewed(call, lease, end));
        });
  }

  private Lease renewed(Call call, Lease lease, Instant end) {
    Lease renewed = leases.renew(lease, end);
    guard.changed(call, "lease.renew", List.of(ends.renewed(lease, renewed)));
    return renewed;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Stops everything that the vault gives, or lets it go on; the way back stays open. */
  public void freezeVault(Call call, boolean frozen) {
    guard.permitted(
        call,
        frozen ? "vault.freeze" : "vault.unfreeze",
        Permission.SYSTEM,
        null,
        () ->
            new Ready<>(
                About.NOTHING,
                () -> {
                  freezes.set(Freezes.VAULT, frozen);
                  return frozen;
                }));
  }

  private Lease find(Call call, String id) {
    return leases.living(id).filter(mine(call)).orElseThrow(() -> gone(id));
  }

  /** Said only once it is so after a restart as well. */
  private RefusedException gone(String id) {
    leases.keepRevoked();
    return Leases.gone(id);
  }

  private Stream<Lease> visible(Call call) {
    return leases.all().stream().filter(mine(call));
  }

  private Predicate<Lease> mine(Call call) {
    return guard.seesAll(call) ? lease -> true : own(call);
  }

  private static Predicate<Lease> own(Call call) {
    return lease -> lease.caller().id().equals(call.caller().id());
  }

  /**
   * Which leases.
   *
   * @param credential by name
   * @param caller by name
   */
  public record LeaseFilter(Optional<String> credential, Optional<String> caller) {

    boolean matches(Lease lease) {
      return credential.map(name -> name.equals(lease.credential())).orElse(true)
          && caller.map(name -> name.equals(lease.caller().name())).orElse(true);
    }
  }
}
