package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.vault.api.Operation.Ask;
import dev.tokenward.vault.api.Operation.Parameter;
import dev.tokenward.vault.broker.Registry;
import dev.tokenward.vault.broker.Registry.LeaseFilter;
import dev.tokenward.vault.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was issued: list it, look it up, end it. */
final class LeaseRoutes implements Routes {

  private static final Parameter CREDENTIAL =
      Parameter.text("credential", "Only leases of this credential.");
  private static final Parameter CALLER = Parameter.text("caller", "Only leases of this caller.");

  private final Registry registry;
  private final String kept;

  LeaseRoutes(Registry registry, String kept) {
    this.registry = registry;
    this.kept = kept;
  }

  record LeaseAnswer(
      @JsonProperty("lease_id") String leaseId,
      @Doc("vault-token, virtual-pat or brokered-token.") String type,
      String caller,
      @Nullable String credential,
      @Nullable String name,
      @JsonProperty("issued_at") Instant issuedAt,
      @JsonProperty("expires_at") Instant expiresAt,
      @Doc("memory, where leases end with the process, or store.") String kept) {

    static LeaseAnswer of(Lease lease, String kept) {
      return new LeaseAnswer(
          lease.id(),
          lease.type().text(),
          lease.caller().name(),
          lease.credential(),
          lease.name(),
          lease.issuedAt(),
          lease.expiresAt(),
          kept);
    }
  }

  record RenewBody(
      @Doc("Its life from now, at most what the policy allows; the default when left out.")
          @Nullable Duration ttl) {}

  record LeasesAnswer(List<LeaseAnswer> leases) {

    static LeasesAnswer of(List<Lease> leases, String kept) {
      return new LeasesAnswer(leases.stream().map(each -> LeaseAnswer.of(each, kept)).toList());
    }
  }

  record RevokedAnswer(
      @JsonProperty("lease_id") String leaseId,
      @JsonProperty("upstream_valid_until")
          @Doc("A brokered token cannot be recalled: it stays good upstream until then.")
          @Nullable Instant upstreamValidUntil) {

    static RevokedAnswer of(Lease lease) {
      boolean upstream = lease.type() == Lease.Type.BROKERED_TOKEN;
      return new RevokedAnswer(lease.id(), upstream ? lease.expiresAt() : null);
    }
  }

  record RevokedAllAnswer(
      @Doc("Whether nothing was ended because only a list was asked for.") boolean dryRun,
      List<RevokedAnswer> revoked) {}

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(
                "/v1/leases",
                "listLeases",
                "List living leases",
                LeasesAnswer.class,
                ask -> LeasesAnswer.of(registry.leases(ask.call(), filter(ask)), kept))
            .taking(CREDENTIAL, CALLER),
        Operation.get(
            "/v1/leases/{id}",
            "getLease",
            "Look up a lease",
            LeaseAnswer.class,
            ask -> LeaseAnswer.of(registry.lease(ask.call(), ask.path("id")), kept)),
        Operation.post(
            "/v1/leases/{id}/renew",
            "renewLease",
            "Give a virtual PAT another end",
            RenewBody.class,
            LeaseAnswer.class,
            ask ->
                LeaseAnswer.of(
                    registry.renew(ask.call(), ask.path("id"), ask.body(RenewBody.class).ttl()),
                    kept)),
        Operation.delete(
            "/v1/leases/{id}",
            "revokeLease",
            "End a lease at once",
            RevokedAnswer.class,
            ask -> RevokedAnswer.of(registry.revoke(ask.call(), ask.path("id")))),
        Operation.delete(
                "/v1/leases",
                "revokeLeases",
                "End all leases of a credential or a caller",
                RevokedAllAnswer.class,
                this::revokeAll)
            .taking(
                CREDENTIAL,
                CALLER,
                new Parameter("dryRun", boolean.class, "true: only list, end none.")));
  }

  private RevokedAllAnswer revokeAll(Ask ask) {
    LeaseFilter filter = filter(ask);
    if (filter.credential().isEmpty() && filter.caller().isEmpty()) {
      throw Shape.wrong("credential", "or caller is required: nothing is ended without a filter");
    }
    boolean dryRun = ask.query("dryRun").map(Boolean::parseBoolean).orElse(false);
    return new RevokedAllAnswer(
        dryRun,
        registry.revokeAll(ask.call(), filter, dryRun).stream().map(RevokedAnswer::of).toList());
  }

  private static LeaseFilter filter(Ask ask) {
    return new LeaseFilter(ask.query("credential"), ask.query("caller"));
  }
}
