package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.Service;
import dev.tokenward.testkit.http.WebRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The identities of one host and the endpoints that give their tokens, in the form of App Service
 * (2019-08-01) and of the instance metadata service (2018-02-01). Thread-safe.
 */
public final class ManagedIdentities implements Service {

  private static final List<String> ID_PARAMETERS =
      List.of("client_id", "object_id", "principal_id", "mi_res_id", "msi_res_id");

  private static final String APP_SERVICE = "msi/token";
  private static final String METADATA_SERVICE = "metadata/identity/oauth2/token";
  private static final Duration LIFE = Duration.ofHours(24);

  private final List<ManagedIdentity> userAssigned = new CopyOnWriteArrayList<>();
  private final Map<String, IssuedToken> issued = new ConcurrentHashMap<>();
  private final Entra entra;
  private final InstantSource clock;
  private final String header;
  private volatile @Nullable ManagedIdentity system;

  /** Creates a host without identities. */
  public ManagedIdentities(Entra entra, InstantSource clock, SecureRandom random) {
    this.entra = entra;
    this.clock = clock;
    byte[] secret = new byte[30];
    random.nextBytes(secret);
    this.header = Base64.getUrlEncoder().encodeToString(secret);
  }

  /** Turns on the host's own identity, in a tenant by id or domain. */
  public ManagedIdentity systemAssigned(String tenant) {
    ManagedIdentity identity = identity(tenant, "Microsoft.Web/sites/host");
    system = identity;
    return identity;
  }

  /** Assigns an identity to the host. */
  public ManagedIdentity userAssigned(String tenant) {
    ManagedIdentity identity =
        identity(tenant, "Microsoft.ManagedIdentity/userAssignedIdentities/" + userAssigned.size());
    userAssigned.add(identity);
    return identity;
  }

  private ManagedIdentity identity(String tenant, String name) {
    EntraApp app = entra.app(tenant);
    return new ManagedIdentity(
        app, "/subscriptions/" + app.tenant().id() + "/resourcegroups/host/providers/" + name);
  }

  /** The value of {@code IDENTITY_HEADER}, which App Service gives to its programs alone. */
  public String header() {
    return header;
  }

  /** Forgets identities and tokens. */
  public void reset() {
    system = null;
    userAssigned.clear();
    issued.clear();
  }

  /** Whether a path belongs to a host. */
  public static boolean owns(WebRequest request) {
    return List.of(APP_SERVICE, METADATA_SERVICE).contains(String.join("/", request.segments()));
  }

  @Override
  public Reply answer(WebRequest request) {
    return RefusedException.caught(
        () ->
            switch (String.join("/", request.segments())) {
              case APP_SERVICE -> appService(request);
              case METADATA_SERVICE -> metadataService(request);
              default -> Reply.empty(404);
            });
  }

  private Reply appService(WebRequest request) {
    require(header.equals(request.header("X-IDENTITY-HEADER").orElse("")), AppServiceError.HEADER);
    require("2019-08-01".equals(version(request)), AppServiceError.VERSION);
    ManagedIdentity identity =
        identity(request).orElseThrow(() -> AppServiceError.IDENTITY.refusal());
    // As vague as the original.
    require(knows(resource(request)), AppServiceError.RESOURCE);
    IssuedToken token = token(identity, request);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", token.text());
    body.put("expires_on", String.valueOf(token.end().getEpochSecond()));
    body.put("resource", resource(request));
    body.put("token_type", "Bearer");
    body.put("client_id", identity.app().clientId());
    return Reply.json(200, body);
  }

  private static void require(boolean condition, AppServiceError otherwise) {
    if (!condition) {
      throw otherwise.refusal();
    }
  }

  private Reply metadataService(WebRequest request) {
    if (!request.header("Metadata").orElse("").equals("true")
        || request.header("X-Forwarded-For").isPresent()) {
      return error("invalid_request", "Required metadata header not specified");
    }
    if (!"2018-02-01".equals(version(request))) {
      return error("invalid_request", "api-version is missing or not supported");
    }
    Optional<ManagedIdentity> identity = identity(request);
    if (identity.isEmpty()) {
      return error("invalid_request", "Identity not found");
    }
    return knows(resource(request))
        ? metadata(identity.get(), request)
        : error("invalid_resource", "AADSTS500011: The resource was not found in the tenant.");
  }

  private Reply metadata(ManagedIdentity identity, WebRequest request) {
    IssuedToken token = token(identity, request);
    String left = String.valueOf(Duration.between(clock.instant(), token.end()).toSeconds());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", token.text());
    body.put("client_id", identity.app().clientId());
    body.put("expires_in", left);
    body.put("expires_on", String.valueOf(token.end().getEpochSecond()));
    body.put("ext_expires_in", left);
    body.put("not_before", String.valueOf(clock.instant().getEpochSecond()));
    body.put("resource", resource(request));
    body.put("token_type", "Bearer");
    body.put("refresh_token", "");
    return Reply.json(200, body);
  }

  private static Reply error(String error, String description) {
    return Reply.json(400, Map.of("error", error, "error_description", description));
  }

  /** The one that is named, by whichever of its ids, or the host's own where none is. */
  private Optional<ManagedIdentity> identity(WebRequest request) {
    Optional<String> id =
        ID_PARAMETERS.stream().flatMap(p -> request.query(p).stream()).findFirst();
    return id.isEmpty()
        ? Optional.ofNullable(system)
        : Stream.concat(Optional.ofNullable(system).stream(), userAssigned.stream())
            .filter(each -> each.answersTo(id.get()))
            .findFirst();
  }

  /** The same token again while it lives, as hosts do, unless it is the one that was revoked. */
  private IssuedToken token(ManagedIdentity identity, WebRequest request) {
    String audience = resource(request);
    String revoked = request.query("token_sha256_to_refresh").orElse("");
    return issued.compute(
        identity.resourceId() + " " + audience,
        (key, held) ->
            held != null && held.isGood(clock.instant(), revoked)
                ? held
                : issue(identity, audience));
  }

  private IssuedToken issue(ManagedIdentity identity, String audience) {
    Instant end = clock.instant().plus(LIFE);
    return new IssuedToken(
        entra.tokens().issue(identity.app(), "2", audience, LIFE, List.of()), end);
  }

  private static String resource(WebRequest request) {
    return request.query("resource").orElse("").replaceFirst("/$", "");
  }

  private static boolean knows(String resource) {
    return Entra.AZURE_DEVOPS.contains(resource);
  }

  private static String version(WebRequest request) {
    return request.query("api-version").orElse("");
  }
}
