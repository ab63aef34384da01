package dev.tokenward.oauth;

import dev.tokenward.core.CacheSettings;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.Authorizable;
import dev.tokenward.core.spi.Authorizable.Answer;
import dev.tokenward.core.spi.Authorizable.Grantor;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program that acts for a person, who signs in once in a browser:
 *
 * <pre>{@code
 * var app = DelegatedOAuth.entra(tenant, clientId).keptIn(file).build();
 * if (!app.isAuthorized()) {
 *   app.signIn(page -> System.out.println("Open " + page));
 * }
 * request.header("Authorization", app.open().token().authorization());
 * }</pre>
 *
 * <p>The grant is renewed as long as the provider allows, survives a restart, and may be shared by
 * any number of processes of this machine: one of them renews it. A killed process loses it only
 * where the provider's answer was on its way at that moment and the provider takes no refresh token
 * twice. Immutable and thread-safe. Sources: RFC 6749, 7636, 8252, 8628, 9207; OpenID Connect Core
 * 1.0.
 */
public final class DelegatedOAuth {

  /** The name of this kind in configuration and JSON. */
  public static final String KIND = "oauth";

  private final Map<String, String> fields;
  private final Map<String, Secret> secrets;
  private final Grants grants;
  private final TokenRuntime runtime;
  private final TokenListener listener;
  private final CacheSettings cache;
  private final OAuthProvider provider;

  private DelegatedOAuth(Builder builder, Grants grants) {
    this.fields = Map.copyOf(builder.fields);
    this.secrets = Map.copyOf(builder.secrets);
    this.grants = grants;
    this.runtime = builder.runtime;
    this.listener = builder.listener;
    this.cache = builder.cache;
    this.provider = new OAuthProvider(grants);
  }

  /**
   * Returns a builder for an app of Microsoft Entra ID, which asks for Azure DevOps unless another
   * scope is given. To sign in by browser, the app needs the redirect URI {@code http://localhost}
   * of the platform "Mobile and desktop applications".
   *
   * @param tenant the directory's id, one of its domains, {@code organizations}, or its authority
   *     URL in another cloud
   * @param clientId the Application (client) ID of your own app
   */
  public static Builder entra(String tenant, String clientId) {
    return new Builder("entra", clientId).field(OAuthFields.TENANT, tenant);
  }

  /**
   * Returns a builder for an app of any OpenID provider.
   *
   * @param issuer under which the provider's configuration is, exactly as the provider writes it
   * @param clientId the id that the provider knows the app by
   */
  public static Builder openIdConnect(String issuer, String clientId) {
    return new Builder("openid-connect", clientId).field(OAuthFields.ISSUER, issuer);
  }

  /**
   * Returns a builder for an app of any OAuth 2.0 server.
   *
   * @param authorizationUrl where people sign in
   * @param tokenUrl where tokens are asked for
   * @param clientId the id that the server knows the app by
   */
  public static Builder server(String authorizationUrl, String tokenUrl, String clientId) {
    return new Builder("oauth2", clientId)
        .field(OAuthFields.AUTHORIZATION_URL, authorizationUrl)
        .field(OAuthFields.TOKEN_URL, tokenUrl);
  }

  /**
   * Whether there is a grant that gave tokens when it was used last, and is not known to have ended
   * since. Asks nobody.
   *
   * @throws TokenException for {@code CONFIGURATION} as {@link #open}; for {@code UNREACHABLE}
   *     where what is kept cannot be read
   */
  public boolean isAuthorized() {
    Credential checked = checked();
    return Ended.ifKept(name(), () -> provider.status(checked).authorized());
  }

  /**
   * Has a person sign in in a browser on this machine, and waits for at most ten minutes.
   *
   * @param browser opens the page that it is given, or tells the person to
   * @return who it was
   * @throws TokenException where nobody did, or the provider refused; for {@code CONFIGURATION} as
   *     {@link #open}; for {@code UNREACHABLE} where the grant cannot be kept
   */
  public Grantor signIn(Consumer<URI> browser) {
    try (LoopbackRedirect redirect = LoopbackRedirect.open()) {
      Authorizable.Consent consent = provider.begin(checked(), redirect.uri(), runtime);
      URI page = consent.page();
      redirect.listenFor(consent.state());
      browser.accept(page);
      return kept(consent.finish(redirect.await()));
    }
  }

  /**
   * Has a person sign in on another device, where this one has no browser.
   *
   * @param show shows the code and the page where it is entered
   * @return who it was
   * @throws TokenException where nobody did in time, or the provider refused; for {@code
   *     CONFIGURATION} as {@link #open}, or where there is no {@code deviceUrl}; for {@code
   *     UNREACHABLE} where the grant cannot be kept
   */
  public Grantor signInByDevice(Consumer<DeviceCode> show) {
    Client client = Client.of(checked());
    return kept(new DeviceSignIn(new Provider(client, runtime), grants.of(client)).signIn(show));
  }

  private Grantor kept(Answer answer) {
    return Ended.ifKept(
        name(),
        () -> {
          answer.keep().ifPresent(Runnable::run);
          return answer.grantor();
        });
  }

  /**
   * Forgets the grant, and then ends it at the provider where that can be done. A provider that is
   * away fails nothing.
   *
   * @return what is left to do there by hand; empty where nothing is
   * @throws TokenException for {@code CONFIGURATION} as {@link #open}; for {@code UNREACHABLE}
   *     where what is kept cannot be forgotten
   */
  public String signOut() {
    Credential checked = checked();
    return Ended.ifKept(name(), () -> provider.deauthorize(checked, runtime));
  }

  /**
   * Opens a source of tokens; share it, and close it at the end. Without a grant its tokens fail
   * with {@code NEEDS_CONSENT}, and come once somebody has signed in.
   *
   * @throws TokenException for {@code CONFIGURATION}, naming every wrong field
   */
  public CachingTokenSource open() {
    return new TokenSources(Map.of(KIND, provider), runtime, listener).open(credential(), cache);
  }

  private Credential checked() {
    // Opening checks, and sends nothing.
    open().close();
    return credential();
  }

  private Credential credential() {
    // An opened source destroys those it was given.
    Map<String, Secret> copies = new HashMap<>();
    secrets.forEach((name, value) -> copies.put(name, value.copy()));
    return new Credential(name(), KIND, fields, copies);
  }

  private String name() {
    return String.valueOf(fields.get(OAuthFields.CLIENT_ID));
  }

  /** What is known of the app. Used by one thread. */
  public static final class Builder {

    private final Map<String, String> fields = new HashMap<>();
    private final Map<String, Secret> secrets = new HashMap<>();
    private @Nullable Path keptIn;
    private TokenRuntime runtime = TokenRuntime.system();
    private TokenListener listener = TokenListener.NONE;
    private CacheSettings cache = CacheSettings.DEFAULT;

    private Builder(String preset, String clientId) {
      fields.put(OAuthFields.PRESET, preset);
      fields.put(OAuthFields.CLIENT_ID, clientId);
    }

    /**
     * Sets a field that the factory does not take, by the name that it has in configuration, such
     * as {@code deviceUrl} or {@code refreshTokenReuse}.
     */
    public Builder field(String name, String value) {
      fields.put(name, value);
      return this;
    }

    /** Asks for these scopes, with spaces between them, instead of the provider's usual ones. */
    public Builder scope(String scope) {
      return field(OAuthFields.SCOPE, scope);
    }

    /**
     * Proves the app by a secret, {@code clientSecret} or {@code privateKey}, for as long as this
     * program runs. An app on people's machines has none.
     */
    public Builder secret(String name, Secret value) {
      secrets.put(name, value);
      return this;
    }

    /**
     * Keeps the grant in {@code file}, readable by its owner alone, instead of in memory.
     *
     * @see Grants#inFile
     */
    public Builder keptIn(Path file) {
      this.keptIn = file;
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
     * The app; sends nothing.
     *
     * @throws dev.tokenward.core.spi.DurableState.UnavailableException where the directory of the
     *     file does not exist
     */
    public DelegatedOAuth build() {
      return new DelegatedOAuth(
          this, keptIn == null ? Grants.inMemory(runtime) : Grants.inFile(keptIn, runtime));
    }
  }
}
