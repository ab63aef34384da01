package dev.tokenward.appcred;

import dev.tokenward.core.CacheSettings;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.CredentialProvider;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Credentials of an app, for a program without Dagger:
 *
 * <pre>{@code
 * var devOps = AppCredentials.clientSecret(tenant, clientId, Secret.file(path)).open();
 * request.header("Authorization", devOps.token().authorization());
 * }</pre>
 *
 * <p>Each grant is a request for client credentials (RFC 6749, 4.4): to Entra ID at {@code
 * https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token}, to the token endpoint of any other
 * server, or to the identity endpoint of the host. In a job its build service is asked before, and
 * a second client secret is sent where the first is not taken. What an app proves itself by is up
 * to the factory: a secret, a certificate, a key, or the word of another issuer. The token is a
 * {@link dev.tokenward.core.MintedToken}, {@code Bearer …}. From Entra ID it lives for an hour or
 * so, with everything that the app was granted on one resource; a request may name another resource
 * or tenant, never less, or act {@linkplain dev.tokenward.core.TokenRequest#onBehalfOf on behalf of
 * a user}. A claims challenge is answered.
 *
 * <p>A refusal is a {@link dev.tokenward.core.TokenException} with the server's code, such as
 * {@code AADSTS7000215}, and what to do about it. Source: "Microsoft identity platform and the
 * OAuth 2.0 client credentials flow", Microsoft.
 */
public final class AppCredentials {

  /** The name of the kind "app with a client secret" in configuration and JSON. */
  static final String CLIENT_SECRET = "entra-client-secret";

  /** The name of the kind "client of any OAuth 2.0 server" in configuration and JSON. */
  static final String CLIENT_CREDENTIALS = "client-credentials";

  /** The name of the kind "managed identity" in configuration and JSON. */
  static final String MANAGED_IDENTITY = "managed-identity";

  /** The name of the kind "app with a certificate" in configuration and JSON. */
  static final String CLIENT_CERTIFICATE = "entra-client-certificate";

  /** The name of the kind "app with a federated credential" in configuration and JSON. */
  static final String FEDERATED = "entra-federated";

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
   * Returns a builder for a client of any server that grants client credentials (RFC 6749, 4.4),
   * which proves itself by a secret in the header ({@code client_secret_basic}).
   *
   * @param tokenUrl the token endpoint; {@code https}, or on this machine {@code http}
   * @param clientId the id that the server knows the client by
   * @param clientSecret given away: the opened source destroys it when it is closed
   */
  public static Builder clientCredentials(String tokenUrl, String clientId, Secret clientSecret) {
    return server(tokenUrl, clientId).secret(ClientCredentialsProvider.CLIENT_SECRET, clientSecret);
  }

  /**
   * Returns a builder for a client of any server that grants client credentials, which proves
   * itself by assertions that it signs ({@code private_key_jwt}; RFC 7523, 2.2).
   *
   * @param tokenUrl the token endpoint; the assertions' audience
   * @param clientId the id that the server knows the client by
   * @param privateKey an RSA or EC key in PEM; given away as every secret. Where it is encrypted,
   *     give its {@code passphrase} by {@link Builder#secret}
   */
  public static Builder privateKeyJwt(String tokenUrl, String clientId, Secret privateKey) {
    return server(tokenUrl, clientId)
        .field(ClientCredentialsProvider.AUTHENTICATION, ClientAuthentication.PRIVATE_KEY_JWT)
        .secret(ClientCredentialsProvider.PRIVATE_KEY, privateKey);
  }

  /**
   * Returns a builder for a caller of a Tokenward vault: what it gives are the tokens of one
   * credential there, whose secret never leaves the vault.
   *
   * @param url where the vault is, such as {@code https://vault.contoso.com}
   * @param caller the caller's name in the vault
   * @param secret one of the caller's secrets; given away as every secret
   * @param credential the name of a credential that the caller may have tokens of
   * @throws dev.tokenward.core.TokenException for {@code CONFIGURATION} where {@code url} is no URL
   *     that a secret may be sent to
   */
  public static Builder vault(String url, String caller, Secret secret, String credential) {
    String address = url.strip().replaceFirst("/+$", "");
    if (!TokenServer.takesSecrets(address)) {
      throw new TokenException(
          TokenException.Reason.CONFIGURATION,
          "The vault's address is no URL that a secret may be sent to",
          "Write it from https:// on, such as https://vault.contoso.com; only on this machine"
              + " itself may it begin with http://.");
    }
    return clientCredentials(address + "/oauth2/token", caller, secret)
        .field(TokenServer.AUDIENCE, credential);
  }

  private static Builder server(String tokenUrl, String clientId) {
    return new Builder(new ClientCredentialsProvider(), clientId)
        .field(TokenServer.TOKEN_URL, tokenUrl)
        .field(TokenServer.CLIENT_ID, clientId);
  }

  /**
   * Returns a builder for the identity that Azure gives to what this program runs on: no secret is
   * stored anywhere. Where there is exactly one, that of the host itself, use this.
   *
   * <p>Which endpoint of the host is asked is told by its environment, as MSAL4J reads it: App
   * Service and what has its form (Functions, Container Apps), Azure Arc, Cloud Shell, else the
   * instance metadata service of a virtual machine.
   */
  public static Builder managedIdentity() {
    return identity("the host's managed identity");
  }

  /**
   * Like {@link #managedIdentity()}, for a user-assigned identity.
   *
   * @param id the identity's client ID, a GUID, or its resource ID, which begins with {@code
   *     /subscriptions/}
   */
  public static Builder managedIdentity(String id) {
    return identity(id)
        .field(
            id.startsWith("/")
                ? ManagedIdentityProvider.RESOURCE_ID
                : ManagedIdentityProvider.CLIENT_ID,
            id);
  }

  private static Builder identity(String name) {
    return new Builder(new ManagedIdentityProvider(), name)
        .field(ManagedIdentityProvider.SOURCE, IdentitySource.ENVIRONMENT);
  }

  /**
   * Returns a builder for an app that proves itself by a certificate.
   *
   * @param certificate a file with the RSA key and its certificate, as PEM (PKCS#1 or PKCS#8) or
   *     PKCS#12; read anew at each grant, so that a replaced file counts at once. Where it is
   *     encrypted, give its {@code passphrase} by {@link Builder#secret}
   * @see #clientSecret(String, String, Secret) the other parameters
   */
  public static Builder clientCertificate(String tenant, String clientId, Path certificate) {
    return entra(new CertificateProvider(), tenant, clientId)
        .field(CertificateProvider.CERTIFICATE_FILE, certificate.toString());
  }

  /**
   * Like {@link #clientCertificate(String, String, Path)}, with what would be in the file; PKCS#12
   * in Base64.
   */
  public static Builder clientCertificate(String tenant, String clientId, Secret certificate) {
    return entra(new CertificateProvider(), tenant, clientId)
        .secret(CertificateProvider.CERTIFICATE, certificate);
  }

  /**
   * Returns a builder for an app that has no secret of its own: it trusts another issuer, such as a
   * Kubernetes cluster, to say who it is.
   *
   * @param tokenFile where the issuer's assertion, a JWT, is kept fresh; read anew at each grant
   * @see #clientSecret(String, String, Secret) the other parameters
   */
  public static Builder federated(String tenant, String clientId, Path tokenFile) {
    return read(tenant, clientId, tokenFile.toString());
  }

  private static Builder read(String tenant, String clientId, String tokenFile) {
    return entra(new FederatedProvider(), tenant, clientId)
        .field(AssertionOrigin.TOKEN_FILE, tokenFile);
  }

  /**
   * Like {@link #federated(String, String, Path)}, with an assertion that the program gets.
   *
   * @param assertion asked at each grant, on the engine's thread, which it may block
   */
  public static Builder federated(String tenant, String clientId, Supplier<String> assertion) {
    return entra(new FederatedByCallback(assertion), tenant, clientId);
  }

  /**
   * Like {@link #federated(String, String, Path)}, by what Azure workload identity sets for a pod:
   * {@code AZURE_TENANT_ID}, {@code AZURE_CLIENT_ID}, {@code AZURE_FEDERATED_TOKEN_FILE} and,
   * outside the public cloud, {@code AZURE_AUTHORITY_HOST}.
   *
   * @param environment the variables, such as {@code System.getenv()}
   * @throws dev.tokenward.core.TokenException for {@code CONFIGURATION}, naming the variable that
   *     is not set
   */
  public static Builder workloadIdentity(Map<String, String> environment) {
    Variables pod = Variables.ofPod(environment);
    String host =
        environment.getOrDefault("AZURE_AUTHORITY_HOST", Authority.PUBLIC_CLOUD.toString());
    return read(
        host.replaceAll("/+$", "") + "/" + pod.get("AZURE_TENANT_ID"),
        pod.get("AZURE_CLIENT_ID"),
        pod.get("AZURE_FEDERATED_TOKEN_FILE"));
  }

  /**
   * Like {@link #federated(String, String, Path)}, for a program that runs in a job of GitHub
   * Actions with the permission {@code id-token: write}.
   *
   * @param environment the job's variables, such as {@code System.getenv()}
   * @throws dev.tokenward.core.TokenException for {@code CONFIGURATION}, naming the variable that
   *     is not set
   */
  public static Builder githubActions(
      String tenant, String clientId, Map<String, String> environment) {
    Variables job = Variables.ofGitHubJob(environment);
    return asking(AssertionOrigin.GITHUB_ACTIONS, tenant, clientId)
        .field(AssertionOrigin.REQUEST_URL, job.get("ACTIONS_ID_TOKEN_REQUEST_URL"))
        .secret(
            AssertionOrigin.REQUEST_TOKEN, Secret.of(job.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN")));
  }

  /**
   * Like {@link #federated(String, String, Path)}, for a program that runs in a job of Azure
   * Pipelines.
   *
   * @param serviceConnectionId of the service connection with workload identity federation
   * @param environment the job's variables, such as {@code System.getenv()}; the step has to map
   *     {@code SYSTEM_ACCESSTOKEN: $(System.AccessToken)}
   * @throws dev.tokenward.core.TokenException for {@code CONFIGURATION}, naming the variable that
   *     is not set
   */
  public static Builder azurePipelines(
      String tenant, String clientId, String serviceConnectionId, Map<String, String> environment) {
    Variables job = Variables.ofAzureJob(environment);
    return asking(AssertionOrigin.AZURE_PIPELINES, tenant, clientId)
        .field(AssertionOrigin.SERVICE_CONNECTION, serviceConnectionId)
        .field(AssertionOrigin.REQUEST_URL, job.get("SYSTEM_OIDCREQUESTURI"))
        .secret(AssertionOrigin.REQUEST_TOKEN, Secret.of(job.get("SYSTEM_ACCESSTOKEN")));
  }

  private static Builder asking(AssertionOrigin origin, String tenant, String clientId) {
    return entra(new FederatedProvider(), tenant, clientId)
        .field(AssertionOrigin.FIELD, origin.choice());
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
    private TokenRuntime runtime = TokenRuntime.system();
    private TokenListener listener = TokenListener.NONE;
    private CacheSettings cache = CacheSettings.DEFAULT;

    private Builder(CredentialProvider provider, String name) {
      this.provider = provider;
      this.name = name;
    }

    /**
     * Sets a field that the factory does not take, by the name that it has in configuration, such
     * as {@code audience} or {@code keyId} of a client.
     */
    public Builder field(String name, String value) {
      fields.put(name, value);
      return this;
    }

    /**
     * Sets a secret that the factory does not take, by the name of its field in configuration:
     * {@code passphrase} of an encrypted certificate or private key, or {@code nextClientSecret},
     * which is used where Entra ID no longer takes the first, while one replaces the other. Given
     * away: the opened source destroys it when it is closed.
     */
    public Builder secret(String name, Secret value) {
      secrets.put(name, value);
      return this;
    }

    /**
     * Asks for {@code scope}. Of Entra ID and of a managed identity it is one resource, ending in
     * {@code /.default}, such as {@code https://graph.microsoft.com/.default}, and Azure DevOps
     * unless another is given. Other servers have scopes of their own, and give some unasked.
     */
    public Builder scope(String scope) {
      return field(EntraApp.SCOPE, scope);
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
      return new TokenSources(Map.of(kind, provider), runtime, listener)
          .open(new Credential(name, kind, fields, secrets), cache);
    }
  }
}
