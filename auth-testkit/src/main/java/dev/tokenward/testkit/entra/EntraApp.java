package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.grants.RedirectUris;
import dev.tokenward.testkit.grants.Reuse;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An app registration with its service principal and what it may prove itself by. Thread-safe. */
public final class EntraApp {

  private final Tenant tenant;
  private final String clientId;
  private final String objectId = UUID.randomUUID().toString();
  private final @Nullable String secret;
  private final List<AppSecret> secrets = new CopyOnWriteArrayList<>();
  private final List<X509Certificate> certificates = new CopyOnWriteArrayList<>();
  private final List<FederatedCredential> federated = new CopyOnWriteArrayList<>();
  private volatile boolean mayActForUsers = true;
  private final RedirectUris redirectUris = new RedirectUris();
  private volatile @Nullable EntraError refusal;
  private volatile Reuse reuse = Reuse.tolerated();
  private volatile @Nullable EntraUser signedIn;
  private volatile boolean allowsPublicClient;
  private volatile boolean needsAdminConsent;
  private volatile String name = "Emulated app";

  EntraApp(Tenant tenant, String clientId, @Nullable String secret) {
    this.tenant = tenant;
    this.clientId = clientId;
    this.secret = secret;
    this.allowsPublicClient = secret == null;
    Optional.ofNullable(secret).map(AppSecret::always).ifPresent(secrets::add);
  }

  /** The directory it is registered in. */
  public Tenant tenant() {
    return tenant;
  }

  /** Its application (client) id. */
  public String clientId() {
    return clientId;
  }

  /** The object id of its service principal, which Azure DevOps knows it by. */
  public String objectId() {
    return objectId;
  }

  /** The client secret that it was registered with. */
  public String clientSecret() {
    if (secret == null) {
      throw new IllegalStateException("a public app has no client secret");
    }
    return secret;
  }

  /** Gives it a name for people. */
  public EntraApp named(String words) {
    name = words;
    return this;
  }

  String name() {
    return name;
  }

  /**
   * Lets answers be sent to {@code uri}, which must be presented exactly so; the port of an http
   * URI at {@code localhost} or {@code 127.0.0.1} does not matter.
   */
  public EntraApp redirectUri(String uri) {
    redirectUris.add(uri);
    return this;
  }

  boolean redirectsTo(String uri) {
    return redirectUris.withAnyPortOfLoopback(uri);
  }

  /** Lets it get tokens of users without a secret too: "Allow public client flows". */
  public EntraApp allowPublicClient() {
    allowsPublicClient = true;
    return this;
  }

  boolean allowsPublicClient() {
    return allowsPublicClient;
  }

  /** Whether it was registered without a secret, so that it must not send any. */
  boolean isPublic() {
    return secret == null;
  }

  /** Lets users consent only once an administrator has. */
  public EntraApp requireAdminConsent() {
    needsAdminConsent = true;
    return this;
  }

  void adminConsented() {
    needsAdminConsent = false;
  }

  boolean needsAdminConsent() {
    return needsAdminConsent;
  }

  /** Says what becomes of refresh tokens that are used again; tolerated to begin with. */
  public EntraApp refreshReuse(Reuse other) {
    reuse = other;
    return this;
  }

  Reuse refreshReuse() {
    return reuse;
  }

  void signedIn(EntraUser user) {
    signedIn = user;
  }

  Optional<EntraUser> signedIn() {
    return Optional.ofNullable(signedIn);
  }

  /** Lets the client secret that it was registered with expire. */
  public void expireSecret() {
    removeSecret(clientSecret());
    addSecret(clientSecret(), Instant.MIN, Instant.MIN);
  }

  /**
   * Adds a client secret. As in Entra ID, it takes a while to spread: until {@code acceptedFrom} it
   * is refused as a wrong one.
   *
   * @param expires from when on it is refused as expired
   */
  public void addSecret(String value, Instant acceptedFrom, Instant expires) {
    secrets.add(new AppSecret(value, acceptedFrom, expires));
  }

  /** Removes a client secret, which is refused as a wrong one from now on. */
  public void removeSecret(String value) {
    secrets.removeIf(known -> known.value().equals(value));
  }

  /** Takes assertions that are signed with the key of {@code certificate}. */
  public void addCertificate(X509Certificate certificate) {
    certificates.add(certificate);
  }

  /** Takes no more assertions that are signed with the key of {@code certificate}. */
  public void removeCertificate(X509Certificate certificate) {
    certificates.remove(certificate);
  }

  /** Takes {@code issuer}'s word, meant for Entra ID, that the bearer is {@code subject}. */
  public void trust(OidcIssuer issuer, String subject) {
    trust(issuer, subject, FederatedCredential.AUDIENCE);
  }

  /** Takes {@code issuer}'s word, meant for {@code audience}, that the bearer is the subject. */
  public void trust(OidcIssuer issuer, String subject, String audience) {
    federated.add(new FederatedCredential(issuer, subject, audience));
  }

  /** Lets the app get tokens for itself alone, and none on behalf of users. */
  public void denyOnBehalfOf() {
    mayActForUsers = false;
  }

  boolean mayActForUsers() {
    return mayActForUsers;
  }

  /** Answers every token request of this app with {@code error}, or normally again with null. */
  public void refuseWith(@Nullable EntraError error) {
    refusal = error;
  }

  Optional<EntraError> refusal() {
    return Optional.ofNullable(refusal);
  }

  List<X509Certificate> certificates() {
    return certificates;
  }

  List<FederatedCredential> federatedCredentials() {
    return federated;
  }

  Optional<EntraError> check(String presented, Instant now) {
    return secrets.stream()
        .filter(known -> known.hasSpread(presented, now))
        .findFirst()
        .map(known -> known.refusal(now))
        .orElse(Optional.of(EntraError.WRONG_SECRET));
  }
}
