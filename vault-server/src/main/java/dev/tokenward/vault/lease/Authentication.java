package dev.tokenward.vault.lease;

import dev.tokenward.vault.access.BasicPair;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.Callers;
import dev.tokenward.vault.access.RefusedException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who calls, from the {@code Authorization} header. */
public final class Authentication {

  private final Callers callers;
  private final VaultTokens tokens;
  private final Issuer issuer;
  private final Leases leases;

  /** Knows callers by their secrets and tokens by their leases. */
  public Authentication(Callers callers, VaultTokens tokens, Issuer issuer, Leases leases) {
    this.callers = callers;
    this.tokens = tokens;
    this.issuer = issuer;
    this.leases = leases;
  }

  /**
   * Who calls an API route: a vault access token (Bearer) or client id and secret (Basic).
   *
   * @throws RefusedException for {@code UNAUTHENTICATED}
   */
  public Caller caller(@Nullable String authorization) {
    ProxyIdentity identity = proxyCaller(authorization);
    if (identity.lease() != null && identity.lease().type() == Lease.Type.VIRTUAL_PAT) {
      throw unauthenticated(
          "A virtual PAT works only through the proxy",
          "Call the API with a vault access token or with client id and secret.");
    }
    return identity.caller();
  }

  /**
   * Who uses the proxy: as for the API, or a virtual PAT as Bearer or as the password of Basic with
   * any user name.
   *
   * @throws RefusedException for {@code UNAUTHENTICATED}
   */
  public ProxyIdentity proxyCaller(@Nullable String authorization) {
    if (authorization == null) {
      throw unauthenticated(
          "Nothing proves who calls", "Send an Authorization header: Bearer or Basic.");
    }
    String[] parts = authorization.strip().split(" +", 2);
    String value = parts.length == 2 ? parts[1] : "";
    Optional<ProxyIdentity> identity =
        switch (parts[0].toLowerCase(Locale.ROOT)) {
          case "bearer" -> bearer(value);
          case "basic" -> BasicPair.of(authorization.strip()).flatMap(this::basic);
          default -> Optional.empty();
        };
    return identity.orElseThrow(
        () ->
            unauthenticated(
                "What was sent to prove who calls is unknown, expired or revoked",
                "Get a new token, or check client id and secret."));
  }

  /**
   * Whoever runs the vault, as the system proves and not this class.
   *
   * @throws RefusedException for {@code UNAUTHENTICATED} where there is no such caller
   */
  public Caller operator() {
    return callers
        .admin()
        .orElseThrow(
            () ->
                unauthenticated(
                    "There is no caller " + Callers.ADMIN + " for whoever runs the vault",
                    "Stop the vault and run tokenward init, or prove another caller."));
  }

  /** The caller of that client id and secret. */
  public Optional<Caller> client(String clientId, String secret) {
    return callers.authenticate(clientId, secret);
  }

  private Optional<ProxyIdentity> bearer(String token) {
    if (token.startsWith(TokenString.VIRTUAL_PAT)) {
      return virtualPat(token);
    }
    return tokens
        .leaseId(token)
        .flatMap(leases::living)
        .filter(lease -> lease.type() == Lease.Type.VAULT_TOKEN)
        .map(lease -> new ProxyIdentity(lease.caller(), lease));
  }

  private Optional<ProxyIdentity> basic(BasicPair sent) {
    return sent.password().startsWith(TokenString.VIRTUAL_PAT)
        ? virtualPat(sent.password())
        : client(sent.user(), sent.password()).map(caller -> new ProxyIdentity(caller, null));
  }

  private Optional<ProxyIdentity> virtualPat(String token) {
    return Optional.of(token)
        .filter(TokenString::wellFormed)
        .map(issuer::idOf)
        .flatMap(leases::living)
        .filter(lease -> lease.type() == Lease.Type.VIRTUAL_PAT)
        .map(lease -> new ProxyIdentity(lease.caller(), lease));
  }

  private static RefusedException unauthenticated(String message, String nextStep) {
    return new RefusedException(RefusedException.Reason.UNAUTHENTICATED, message, null, nextStep);
  }
}
