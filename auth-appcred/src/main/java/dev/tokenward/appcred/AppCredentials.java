package dev.tokenward.appcred;

import dev.tokenward.core.CacheSettings;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSources;
import java.util.Map;

/**
 * Credentials of an app registered in Microsoft Entra ID, for a program without Dagger:
 *
 * <pre>{@code
 * var devOps = AppCredentials.clientSecret(tenant, clientId, Secret.file(path)).open();
 * request.header("Authorization", devOps.token().authorization());
 * }</pre>
 *
 * <p>Each grant is one request for client credentials (RFC 6749, 4.4) to {@code
 * https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token}. The token is a {@link
 * dev.tokenward.core.MintedToken}, {@code Bearer …}, for an hour or so, with everything that the
 * app was granted on one resource; a request may name another resource or tenant, never less. A
 * claims challenge is answered.
 *
 * <p>A refusal is a {@link dev.tokenward.core.TokenException} with Entra ID's code, such as {@code
 * AADSTS7000215}, and what to do about it. Source: "Microsoft identity platform and the OAuth 2.0
 * client credentials flow", Microsoft.
 */
public final class AppCredentials {

  /** The name of the kind "app with a client secret" in configuration and JSON. */
  public static final String CLIENT_SECRET = "entra-client-secret";

  private AppCredentials() {}

  /**
   * Returns a builder for an app that proves itself by a client secret.
   *
   * @param tenant the directory's id (a GUID), one of its domains ({@code
   *     contoso.onmicrosoft.com}), or its authority URL ({@code
   *     https://login.microsoftonline.us/…}) for another cloud; not {@code common}, which is for
   *     people
   * @param clientId the Application (client) ID, a GUID
   * @param clientSecret the secret's value; given away: the opened source destroys it when it is
   *     closed
   */
  public static Builder clientSecret(String tenant, String clientId, Secret clientSecret) {
    return new Builder(tenant, clientId, clientSecret);
  }

  /** What is known of the app. Used by one thread, opened once. */
  public static final class Builder {

    private final String tenant;
    private final String clientId;
    private final Secret clientSecret;
    private String scope = Scope.AZURE_DEVOPS;
    private TokenRuntime runtime = TokenRuntime.system();
    private TokenListener listener = TokenListener.NONE;
    private CacheSettings cache = CacheSettings.DEFAULT;

    private Builder(String tenant, String clientId, Secret clientSecret) {
      this.tenant = tenant;
      this.clientId = clientId;
      this.clientSecret = clientSecret;
    }

    /**
     * Asks for {@code scope} instead of Azure DevOps: one resource, ending in {@code /.default},
     * such as {@code https://graph.microsoft.com/.default}.
     */
    public Builder scope(String scope) {
      this.scope = scope;
      return this;
    }

    /** Runs on {@code runtime} instead of {@link TokenRuntime#system()}. */
    public Builder runtime(TokenRuntime runtime) {
      this.runtime = runtime;
      return this;
    }

    /** Tells {@code listener} what happens to the tokens, instead of nobody. */
    public Builder listener(TokenListener listener) {
      this.listener = listener;
      return this;
    }

    /** Keeps within the bounds of {@code cache} instead of {@link CacheSettings#DEFAULT}. */
    public Builder cache(CacheSettings cache) {
      this.cache = cache;
      return this;
    }

    /**
     * Opens the source, without sending anything yet; share it, and close it at the end, which
     * destroys the client secret.
     *
     * @throws dev.tokenward.core.TokenException for {@code CONFIGURATION}, naming every wrong field
     */
    public CachingTokenSource open() {
      Credential credential =
          new Credential(
              clientId,
              CLIENT_SECRET,
              Map.of(
                  ClientSecretProvider.TENANT, tenant,
                  ClientSecretProvider.CLIENT_ID, clientId,
                  ClientSecretProvider.SCOPE, scope),
              Map.of(ClientSecretProvider.CLIENT_SECRET, clientSecret));
      return new TokenSources(Map.of(CLIENT_SECRET, new ClientSecretProvider()), runtime, listener)
          .open(credential, cache);
    }
  }
}
