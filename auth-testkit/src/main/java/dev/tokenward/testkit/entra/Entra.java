package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.grants.RefreshLedger;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.Service;
import dev.tokenward.testkit.http.WebRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Entra ID: tenants, their apps, and the endpoints that issue tokens. Thread-safe. */
public final class Entra implements Service {

  /** The names under which a token for Azure DevOps may be asked for. */
  public static final Set<String> AZURE_DEVOPS =
      Set.of("499b84ac-1321-427f-aa17-267ca6975798", "https://app.vssps.visualstudio.com");

  private final AccessTokens tokens;
  private final InstantSource clock;
  private final SecureRandom random;
  private volatile Realm realm;
  private volatile Endpoints endpoints;

  /** Creates a directory service without tenants. */
  public Entra(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
    this.tokens = new AccessTokens(clock, random);
    this.realm = Realm.empty(tokens, clock, random);
    this.endpoints = new Endpoints(realm);
  }

  /** Returns the tenant with this id or domain, creating it if there is none. */
  public Tenant tenant(String idOrDomain) {
    return realm.directory().tenant(idOrDomain);
  }

  /** Registers an app with a client secret; {@code tenant} is an id or a domain. */
  public EntraApp app(String tenant, String clientId, String clientSecret) {
    return realm.directory().app(tenant(tenant), clientId, clientSecret);
  }

  /** Registers a public app, which has no secret; {@code tenant} is an id or a domain. */
  public EntraApp publicApp(String tenant) {
    return realm.directory().app(tenant(tenant), UUID.randomUUID().toString(), null);
  }

  /** Returns the user of this name, creating them in a tenant (id or domain) if needed. */
  public EntraUser user(String tenant, String userName) {
    return realm.directory().user(tenant(tenant), userName);
  }

  /** Registers an app with a client id and a secret made now. */
  public EntraApp app(String tenant) {
    byte[] secret = new byte[30];
    random.nextBytes(secret);
    String text = Base64.getUrlEncoder().encodeToString(secret);
    return app(tenant, UUID.randomUUID().toString(), text);
  }

  /**
   * Signs a user in to {@code app}: the token that the user's client calls the app with, for the
   * life of all tokens.
   *
   * @param userName such as {@code ada@contoso.onmicrosoft.com}
   */
  public String userToken(EntraApp app, String userName) {
    User user = new EntraUser(app.tenant(), userName).user();
    UserToken token = new UserToken(user, app, "1", app.clientId(), "access_as_user", List.of());
    return tokens.issue(token, realm.behaviour().life());
  }

  /** Makes a key and a certificate for {@code app}, which takes it from now on; both as PEM. */
  public String certificate(EntraApp app) {
    AppCertificate made = AppCertificate.create(clock.instant(), random);
    app.addCertificate(made.certificate());
    return made.pem();
  }

  /** Makes an identity provider that apps may trust by {@link EntraApp#trust}. */
  public OidcIssuer issuer(String url) {
    return new OidcIssuer(url, random);
  }

  /** Gives tokens issued from now on another life; an hour less a second to begin with. */
  public void tokenLife(Duration life) {
    realm.behaviour().life(life);
  }

  /** Changes how token responses state the life of their token. */
  public void expiresIn(ExpiresIn style) {
    realm.behaviour().expiresIn(style);
  }

  /** Refuses every refresh with {@code error}, or none any more with null. */
  public void refuseRefresh(@Nullable EntraError error) {
    realm.behaviour().refreshRefusal(error);
  }

  /** What came to the refresh tokens that were given out. */
  public RefreshLedger refreshes() {
    return realm.refreshTokens().ledger();
  }

  /** Decides on sign-ins on devices. */
  public DeviceLogins devices() {
    return new DeviceLogins(realm);
  }

  /** Has a user signed in who consented: authorization requests are answered without a page. */
  public void signedIn(EntraApp app, EntraUser user) {
    realm.consents().give(app, user);
    app.signedIn(user);
  }

  /** Withdraws what {@code user} consented to: refreshes are refused as AADSTS65001. */
  public void revokeConsent(EntraApp app, EntraUser user) {
    realm.consents().revoke(app, user);
  }

  /**
   * Behaves as a provider by the book rather than as Entra ID: discovery also names revocation and
   * PKCE, answers at redirects carry {@code iss} (RFC 9207), and scopes need no resource.
   */
  public void generic(boolean on) {
    realm.behaviour().generic(on);
  }

  /** Puts this {@code iss} into answers at redirects, right or wrong; null for the usual. */
  public void issuerInRedirects(@Nullable String issuer) {
    realm.behaviour().falsifyIssuer(issuer);
  }

  /** Gives a claim of the ID tokens issued from now on another value than is true. */
  public void falsifyIdTokens(String claim, Object value) {
    realm.idTokens().falsify(claim, value);
  }

  /** The access tokens of this directory service, for who has to check one. */
  public AccessTokens tokens() {
    return tokens;
  }

  /** Forgets tenants, apps, users, what they granted, and settings; the signing key stays. */
  public void reset() {
    realm = Realm.empty(tokens, clock, random);
    endpoints = new Endpoints(realm);
  }

  /** The user of this name, in whatever tenant. */
  public Optional<EntraUser> user(String userName) {
    return realm.directory().user(userName);
  }

  /** All users, of all tenants. */
  public List<EntraUser> users() {
    return realm.directory().users();
  }

  /** Whether a path belongs to Entra ID rather than to Azure DevOps. */
  public static boolean owns(WebRequest request) {
    return Endpoints.own(request.segments());
  }

  @Override
  public Reply answer(WebRequest request) {
    return endpoints.answer(request);
  }
}
