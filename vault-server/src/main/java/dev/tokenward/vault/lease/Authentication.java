package dev.tokenward.vault.lease;

import dev.tokenward.vault.access.Caller;
import org.jspecify.annotations.Nullable;

/** Finds out who calls, from the {@code Authorization} header. */
public abstract class Authentication {

  /**
   * Who calls an API route: a vault access token (Bearer) or client id and secret (Basic).
   *
   * @throws dev.tokenward.vault.access.RefusedException for {@code UNAUTHENTICATED}
   */
  public abstract Caller caller(@Nullable String authorization);

  /**
   * Who uses the proxy: as for the API, or a virtual PAT as Bearer or as the password of Basic with
   * any user name.
   *
   * @throws dev.tokenward.vault.access.RefusedException for {@code UNAUTHENTICATED}
   */
  public abstract ProxyIdentity proxyCaller(@Nullable String authorization);
}
