package dev.tokenward.testkit.entra;

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
import java.util.concurrent.CopyOnWriteArrayList;

/** Entra ID: tenants, their apps, and the endpoints that issue tokens. Thread-safe. */
public final class Entra implements Service {

  /** The names under which a token for Azure DevOps may be asked for. */
  public static final Set<String> AZURE_DEVOPS =
      Set.of("499b84ac-1321-427f-aa17-267ca6975798", "https://app.vssps.visualstudio.com");

  private final List<Tenant> tenants = new CopyOnWriteArrayList<>();
  private final List<EntraApp> apps = new CopyOnWriteArrayList<>();
  private final AccessTokens tokens;
  private final InstantSource clock;
  private final SecureRandom random;
  private volatile TokenEndpoint endpoint;

  /** Creates a directory service without tenants. */
  public Entra(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
    this.tokens = new AccessTokens(clock, random);
    this.endpoint = new TokenEndpoint(this, tokens, clock);
  }

  /** Returns the tenant with this id or domain, creating it if there is none. */
  public synchronized Tenant tenant(String idOrDomain) {
    return find(idOrDomain).orElseGet(() -> create(idOrDomain));
  }

  private Tenant create(String name) {
    Tenant tenant =
        name.matches("[0-9a-fA-F-]{36}")
            ? new Tenant(name, name)
            : new Tenant(UUID.randomUUID().toString(), name);
    tenants.add(tenant);
    return tenant;
  }

  /** Registers an app with a client secret; {@code tenant} is an id or a domain. */
  public EntraApp app(String tenant, String clientId, String clientSecret) {
    EntraApp app = new EntraApp(tenant(tenant), clientId, clientSecret);
    apps.add(app);
    return app;
  }

  /** Registers an app with a client id and a secret made now. */
  public EntraApp app(String tenant) {
    byte[] secret = new byte[30];
    random.nextBytes(secret);
    String text = Base64.getUrlEncoder().encodeToString(secret);
    return app(tenant, UUID.randomUUID().toString(), text);
  }

  /** Makes an identity provider that apps may trust by {@link EntraApp#trust}. */
  public OidcIssuer issuer(String url) {
    return new OidcIssuer(url, random);
  }

  /** Gives tokens issued from now on another life; an hour less a second to begin with. */
  public void tokenLife(Duration life) {
    endpoint.life(life);
  }

  /** Changes how token responses state the life of their token. */
  public void expiresIn(ExpiresIn style) {
    endpoint.expiresIn(style);
  }

  /** The access tokens of this directory service, for who has to check one. */
  public AccessTokens tokens() {
    return tokens;
  }

  /** Forgets tenants, apps and settings; the signing key stays. */
  public void reset() {
    tenants.clear();
    apps.clear();
    endpoint = new TokenEndpoint(this, tokens, clock);
  }

  Optional<Tenant> find(String idOrDomain) {
    return tenants.stream().filter(t -> t.answersTo(idOrDomain)).findFirst();
  }

  Optional<EntraApp> find(Tenant tenant, String clientId) {
    return apps.stream()
        .filter(app -> app.tenant().equals(tenant) && app.clientId().equalsIgnoreCase(clientId))
        .findFirst();
  }

  /** Whether a path belongs to Entra ID rather than to Azure DevOps. */
  public static boolean owns(WebRequest request) {
    List<String> path = request.segments();
    return path.size() > 2 && Set.of("oauth2", "discovery", "v2.0").contains(path.get(1));
  }

  @Override
  public Reply answer(WebRequest request) {
    List<String> path = request.segments();
    return switch (String.join("/", path.subList(1, path.size()))) {
      case "oauth2/v2.0/token" -> endpoint.answer(request);
      case "v2.0/.well-known/openid-configuration" -> discovery(request);
      case "discovery/v2.0/keys" -> Reply.json(200, tokens.publicKeys());
      default -> Reply.empty(404);
    };
  }

  private Reply discovery(WebRequest request) {
    String name = request.segments().get(0);
    return find(name)
        .map(tenant -> Reply.json(200, Discovery.document(request.origin(), tenant)))
        .orElseGet(() -> EntraError.UNKNOWN_TENANT.reply(clock.instant(), "invalid_tenant"));
  }
}
