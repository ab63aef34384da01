package dev.tokenward.appcred;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenSource;
import org.jspecify.annotations.Nullable;

/** One app in one tenant: every call is one grant. */
final class AppTokenSource implements TokenSource {

  private final String name;
  private final Authority authority;
  private final String scope;
  private final Grant grant;

  AppTokenSource(String name, Authority authority, String scope, Grant grant) {
    this.name = name;
    this.authority = authority;
    this.scope = scope;
    this.grant = grant;
  }

  @Override
  public AccessToken token(TokenRequest request) {
    Ask ask = new Ask(Scope.of(request, scope, name), request.claims(), request.userToken());
    return grant.acquire(authorityFor(request.tenant()), ask);
  }

  private Authority authorityFor(@Nullable String tenant) {
    try {
      return tenant == null ? authority : authority.withTenant(tenant);
    } catch (IllegalArgumentException e) {
      throw new TokenException(
          TokenException.Reason.CONFIGURATION,
          "The app " + name + " was asked for a token of something that is no tenant",
          "The tenant " + e.getMessage() + ".");
    }
  }
}
