package dev.tokenward.examples.library;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Secret;
import dev.tokenward.oauth.DelegatedOAuth;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A program that acts for whoever signed in once. */
public final class SignIn {

  private SignIn() {}

  /** Of Entra ID, for Azure DevOps; the grant survives a restart. */
  public static DelegatedOAuth entra(String tenant, String clientId, Path file) {
    // region entra
    DelegatedOAuth app = DelegatedOAuth.entra(tenant, clientId).keptIn(file).build();
    // endregion
    return app;
  }

  /** Of any OpenID provider, by discovery. */
  public static DelegatedOAuth openIdConnect(String issuer, Path secret, Path file) {
    // region openid connect
    DelegatedOAuth app =
        DelegatedOAuth.openIdConnect(issuer, "orders-desk")
            .secret("clientSecret", Secret.file(secret))
            .scope("openid offline_access orders.read")
            .keptIn(file)
            .build();
    // endregion
    return app;
  }

  /** Of any OAuth 2.0 server. */
  public static DelegatedOAuth server(String authorizationUrl, String tokenUrl) {
    // region server
    DelegatedOAuth app =
        DelegatedOAuth.server(authorizationUrl, tokenUrl, "orders-desk")
            .scope("orders.read")
            .build();
    // endregion
    return app;
  }

  /** Has a person sign in in a browser where nobody did yet. */
  public static CachingTokenSource byBrowser(DelegatedOAuth app, Consumer<String> user) {
    // region sign in
    if (!app.isAuthorized()) {
      app.signIn(page -> user.accept("Open " + page));
    }
    CachingTokenSource devOps = app.open();
    // endregion
    return devOps;
  }

  /** The same where there is no browser. */
  public static CachingTokenSource byDevice(DelegatedOAuth app, Consumer<String> user) {
    // region device
    if (!app.isAuthorized()) {
      app.signInByDevice(
          code -> user.accept("Open " + code.page() + " and enter " + code.userCode()));
    }
    // endregion
    return app.open();
  }
}
