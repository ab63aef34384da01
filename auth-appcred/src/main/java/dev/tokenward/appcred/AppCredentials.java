package dev.tokenward.appcred;

import dev.tokenward.core.CacheSettings;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.CredentialProvider;
import java.util.HashMap;
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
    return entra(new ClientSecretProvider(), tenant, clientId)
        .secret(ClientSecretProvider.CLIENT_SECRET, clientSecret);
  }

  /**
   * Like {@link #clientSecret(String, String, Secret)}, with a second secret that is used where
   * Entra ID no longer takes the first: the two overlap while one replaces the other.
   */
  public static Builder clientSecret(
      String tenant, String clientId, Secret clientSecret, Secret nextClientSecret) {
    return clientSecret(tenant, clientId, clientSecret)
        .secret(ClientSecretProvider.NEXT_CLIENT_SECRET, nextClientSecret);
  }

  private static Builder entra(CredentialProvider provider, String tenant, String clientId) {
    return new Builder(provider, clientId)
        .field(EntraApp.TENANT, tenant)
        .field(EntraApp.CLIENT_ID, clientId);
  }

  /** What is known of the app. Used by one thread, opened once. */
  public static final class Builder {

    private final CredentialProvider provider;
    private final String name;
    private final Map<String, String> fields = new HashMap<>();
    private final Map<String, Secret> secrets = new HashMap<>();
    private String scope = Scope.AZURE_DEVOPS;
    private TokenRuntime runtime = TokenRuntime.system();
    private TokenListener listener = TokenListener.NONE;
    private CacheSettings cache = CacheSettings.DEFAULT;

    private Builder(CredentialProvider provider, String name) {
      this.provider = provider;
      this.name = name;
    }

    private Builder field(String field, String value) {
      fields.put(field, value);
      return this;
    }

    private Builder secret(String field, Secret value) {
      secrets.put(field, value);
      return this;
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
     * destroys the secrets that were given.
     *
     * @throws dev.tokenward.core.TokenException for {@code CONFIGURATION}, naming every wrong field
     */
    public CachingTokenSource open() {
      String kind = provider.describe().kind();
      fields.put(EntraApp.SCOPE, scope);
      return new TokenSources(Map.of(kind, provider), runtime, listener)
          .open(new Credential(name, kind, fields, secrets), cache);
    }
  }
}
