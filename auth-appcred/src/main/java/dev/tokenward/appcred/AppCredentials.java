package dev.tokenward.appcred;

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
 */
public final class AppCredentials {

  /** The name of the kind "app with a client secret" in configuration and JSON. */
  public static final String CLIENT_SECRET = "entra-client-secret";

  private AppCredentials() {}

  /**
   * Returns a builder for an app that proves itself by a client secret.
   *
   * @param tenant the directory's id, one of its domains, or its authority URL
   * @param clientId the Application (client) ID
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

    private Builder(String tenant, String clientId, Secret clientSecret) {
      this.tenant = tenant;
      this.clientId = clientId;
      this.clientSecret = clientSecret;
    }

    /** Asks for {@code scope}, which ends in {@code /.default}, instead of Azure DevOps. */
    public Builder scope(String scope) {
      this.scope = scope;
      return this;
    }

    /** Runs on {@code runtime} instead of {@link TokenRuntime#system()}. */
    public Builder runtime(TokenRuntime runtime) {
      this.runtime = runtime;
      return this;
    }

    /** Tells {@code listener} what happens to the tokens. */
    public Builder listener(TokenListener listener) {
      this.listener = listener;
      return this;
    }

    /**
     * Opens the source; share it, and close it at the end.
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
          .open(credential);
    }
  }
}
