package dev.tokenward.vault.broker;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Challenge;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Patience;
import dev.tokenward.core.StoredToken;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.access.Target;
import dev.tokenward.vault.broker.Guard.Admitted;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.broker.Trail.Ready;
import dev.tokenward.vault.lease.Issuer;
import dev.tokenward.vault.lease.Issuer.Issued;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.store.KeptCredential;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives tokens: the vault's own, brokered ones from upstream, virtual PATs, and to the proxy what
 * authorizes one request. Thread-safe.
 */
public final class Broker {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** Reads from a request's path where it goes, given the organizations of its credential. */
  @FunctionalInterface
  public interface Classifier {

    /**
     * Classifies the request.
     *
     * @throws RefusedException when it may never pass
     */
    Route classify(List<Organization> organizations);
  }

  /** Where a request goes. */
  public record Route(Organization organization, Target target) {}

  private final Guard guard;
  private final OpenSources sources;
  private final Scopes scopes;
  private final Issuer issuer;
  private final Leases leases;
  private final LastUses uses;
  private final CredentialHealth health;
  private final Clock clock;

  /** Decides and records through {@code guard}. */
  Broker(
      Guard guard,
      OpenSources sources,
      Issuer issuer,
      Leases leases,
      LastUses uses,
      CredentialHealth health,
      Clock clock) {
    this.guard = guard;
    this.sources = sources;
    this.scopes = new Scopes();
    this.issuer = issuer;
    this.leases = leases;
    this.uses = uses;
    this.health = health;
    this.clock = clock;
  }

  /** Gives the caller an access token for the vault itself. */
  public Issued vaultToken(Call call) {
    return guard.general(
        call,
        "vault-token",
        () -> {
          Issued issued = issuer.vaultToken(call.caller());
          return new Ready<>(About.lease(issued.lease()), () -> valid(issued));
        });
  }

  /**
   * Gives the caller an upstream token.
   *
   * @throws RefusedException when policy, the kind or the token's life forbid it
   * @throws dev.tokenward.core.TokenException when there is none
   */
  public Brokered token(Call call, String credential, TokenAsk ask) {
    return guard.credential(
        call,
        "token",
        Permission.TOKEN,
        credential,
        admission -> {
          leases.requireIssue(call.caller(), admission.credential().id());
          AccessToken token = upstream(call, admission.credential(), ask);
          if (token instanceof MintedToken minted) {
            return release(call, admission, minted);
          }
          throw Unusable.storedSecret(credential);
        });
  }

  /** The only way out for a token. There is none for a {@link StoredToken}. */
  Ready<Brokered> release(Call call, Admitted admission, MintedToken token) {
    Duration life = Duration.between(clock.instant(), token.expiresAt());
    Policy statement =
        admission.statements().stream()
            .filter(each -> each.maxTtl() == null || each.maxTtl().compareTo(life) >= 0)
            .findFirst()
            .orElseThrow(() -> outlives(admission.credential(), token.expiresAt()));
    Lease lease = issuer.brokered(call.caller(), admission.credential(), token);
    return new Ready<>(
        new About(statement.name(), lease.id(), token.id(), null),
        () -> {
          // The upstream may have taken its time.
          guard.requireStill(call, Permission.TOKEN, admission.credential());
          leases.add(lease);
          uses.used(admission.credential().id());
          return new Brokered(token, lease);
        });
  }

  /**
   * Makes a virtual PAT, no wider than some statement allows.
   *
   * @throws RefusedException when it would be wider or live longer
   */
  public Issued virtualPat(Call call, String credential, VirtualPatAsk ask) {
    return guard.credential(
        call,
        "virtual-pat",
        Permission.VIRTUAL_PAT,
        credential,
        admission -> {
          Narrowing.requireOrganizations(admission.credential(), ask.rules());
          Policy statement = Narrowing.statementFor(ask, admission.statements());
          Issued issued =
              issuer.virtualPat(
                  call.caller(),
                  admission.credential(),
                  ask.name(),
                  Narrowing.ttl(ask, statement),
                  ask.rules().inheriting(statement.allow()));
          return new Ready<>(
              new About(statement.name(), issued.lease().id(), null, null),
              () -> {
                guard.requireStill(call, Permission.VIRTUAL_PAT, admission.credential());
                return valid(issued);
              });
        });
  }

  /**
   * Allows one proxied request: decides, records durably, and gives what authorizes it upstream.
   *
   * @throws RefusedException when it is refused
   * @throws dev.tokenward.core.TokenException when there is no token
   */
  public ProxyUse proxy(
      Call call, @Nullable Lease lease, String credential, Classifier classifier) {
    Optional<Lease> pat =
        Optional.ofNullable(lease).filter(each -> each.type() == Lease.Type.VIRTUAL_PAT);
    Function<Admitted, Ready<ProxyUse>> body =
        admission -> {
          Route route = classifier.classify(admission.credential().organizations());
          pat.ifPresent(each -> Narrowing.requireAllowed(each.rules(), route.target()));
          Policy statement = Narrowing.statementFor(route.target(), admission.statements());
          AccessToken token =
              upstream(call, admission.credential(), new TokenAsk(List.of(), Duration.ZERO));
          return new Ready<>(
              new About(statement.name(), lease == null ? null : lease.id(), token.id(), null),
              () ->
                  stillGoodOrThrow(
                      new ProxyUse(
                          call.caller(),
                          token,
                          admission.credential(),
                          route.organization(),
                          statement,
                          lease)));
        };
    return pat.isPresent()
        ? guard.leased(call, "proxy", pat.get(), credential, body)
        : guard.credential(call, "proxy", Permission.PROXY, credential, body);
  }

  /** Recording and waiting took time, in which the lease may have ended. */
  private ProxyUse stillGoodOrThrow(ProxyUse use) {
    if (!stillGood(use)) {
      throw new RefusedException(Reason.UNAUTHENTICATED, "The token was revoked or has expired");
    }
    uses.used(use.credential().id());
    return use;
  }

  /** Whether the request may go on; asked at every chunk, so it is cheap. */
  public boolean stillGood(ProxyUse use) {
    return guard.freezes().usable(use.caller(), use.credential())
        && guard.stands(use.statement())
        && (use.lease() == null || leases.living(use.lease().id()).isPresent());
  }

  /**
   * The upstream refused the token of this request: a minted one is not used again.
   *
   * @param challenge what the next one has to say, where the upstream demands something
   */
  public void refusedUpstream(ProxyUse use, Optional<Challenge> challenge) {
    health.refused(use.credential());
    if (use.token() instanceof MintedToken token) {
      CachingTokenSource source = sources.of(use.credential());
      challenge.ifPresentOrElse(
          demand -> source.invalidate(token, demand), () -> source.invalidate(token));
    }
  }

  /** The upstream took the token of this request, whatever it says to the rest. */
  public void takenUpstream(ProxyUse use) {
    health.taken(use.credential());
  }

  /** Notes the end of a proxied request, with the upstream's status or what broke. */
  public void closed(Call call, ProxyUse use, String detail) {
    guard.closed(
        call,
        "proxy",
        use.credential(),
        new About(null, use.lease() == null ? null : use.lease().id(), use.token().id(), detail));
  }

  private Issued valid(Issued issued) {
    leases.add(issued.lease());
    return issued;
  }

  private AccessToken upstream(Call call, KeptCredential credential, TokenAsk ask) {
    TokenRequest request = scopes.request(call.caller(), credential, ask.scopes());
    return sources.token(
        credential, request, Patience.atMost(LONGEST_WAIT).minRemaining(ask.minRemaining()));
  }

  private static RefusedException outlives(KeptCredential credential, Instant end) {
    return new RefusedException(
        Reason.TOKEN_OUTLIVES_POLICY,
        "The token of "
            + credential.name()
            + " lives until "
            + end
            + ", longer than the policy allows, and cannot be shortened",
        null,
        "Send the request through /proxy/"
            + credential.name()
            + "/, which can be revoked at once.");
  }
}
