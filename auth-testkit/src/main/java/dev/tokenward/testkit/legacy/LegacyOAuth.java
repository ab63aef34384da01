package dev.tokenward.testkit.legacy;

import dev.tokenward.testkit.entra.Entra;
import dev.tokenward.testkit.entra.EntraUser;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.Service;
import dev.tokenward.testkit.http.WebRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The older OAuth 2.0 of Azure DevOps, without the discovery, PKCE and client ids that others have;
 * its refresh tokens are good once. The users are those of Entra ID. Thread-safe.
 */
public final class LegacyOAuth implements Service {

  /** What its tokens are for. */
  public static final String AUDIENCE = "app.vstoken.visualstudio.com";

  static final String AUTHORIZE = "/oauth2/authorize";

  private static final List<String> AUTHORIZE_PATH = List.of("oauth2", "authorize");
  private static final List<String> TOKEN_PATH = List.of("oauth2", "token");
  private static final Duration SECRET_LIFE = Duration.ofDays(60);

  private final Entra entra;
  private final InstantSource clock;
  private final SecureRandom random;
  private volatile LegacyStore store;

  /** Creates a service without apps. */
  public LegacyOAuth(Entra entra, InstantSource clock, SecureRandom random) {
    this.entra = entra;
    this.clock = clock;
    this.random = random;
    this.store = LegacyStore.empty(clock, random);
  }

  /**
   * Registers an app.
   *
   * @param redirectUri the one that answers go to: https, or at loopback
   * @param scopes what it may ask for, separated by spaces
   */
  public LegacyApp app(String redirectUri, String scopes) {
    Map<String, Object> claims =
        Map.of("iss", AUDIENCE, "aud", AUDIENCE, "cid", UUID.randomUUID().toString());
    LegacyApp app = new LegacyApp(entra.tokens().sign(claims, SECRET_LIFE), redirectUri, scopes);
    store.apps().add(app);
    return app;
  }

  /** Withdraws what {@code user} authorized: no refresh any more, and no token is taken. */
  public void revoke(LegacyApp app, EntraUser user) {
    store.authorized().stream()
        .filter(grant -> grant.app().equals(app) && grant.user().equals(user))
        .map(LegacyGrant::authorization)
        .forEach(this::withdraw);
  }

  private void withdraw(String authorization) {
    store.withdrawn().add(authorization);
    entra.tokens().revoke(authorization);
  }

  /** Forgets apps and what was authorized. */
  public void reset() {
    store = LegacyStore.empty(clock, random);
  }

  /** Whether a path belongs to this service. */
  public static boolean owns(WebRequest request) {
    return List.of(AUTHORIZE_PATH, TOKEN_PATH).contains(request.segments());
  }

  @Override
  public Reply answer(WebRequest request) {
    return request.segments().equals(TOKEN_PATH)
        ? new LegacyTokens(entra.tokens(), store).answer(request)
        : new LegacyPages(entra, store).answer(request);
  }
}
