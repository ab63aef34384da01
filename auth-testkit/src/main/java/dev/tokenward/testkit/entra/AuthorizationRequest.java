package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.WebRequest;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One authorization request, checked in the order in which Entra ID does. */
final class AuthorizationRequest implements Question {

  private static final Set<String> PROMPTS =
      Set.of("", "none", "login", "consent", "select_account");

  private final Realm realm;
  private final WebRequest request;
  private final Tenant tenant;
  private final EntraApp app;
  private final ReturnAddress address;
  private final AskedScopes scopes;
  private final Challenge challenge;
  private final List<String> contexts;
  private final Optional<String> nonce;
  private final String prompt;

  /** Reads a request; refuses one with a page, or at the app once its address is known. */
  AuthorizationRequest(Realm realm, WebRequest request) {
    this.realm = realm;
    this.request = request;
    this.tenant = Visited.tenant(realm, request);
    this.app = Visited.app(realm, request, tenant);
    this.address = address();
    this.prompt = request.query("prompt").orElse("");
    this.challenge =
        Challenge.of(request.query("code_challenge_method"), request.query("code_challenge"));
    this.nonce = request.query("nonce");
    this.scopes = AskedScopes.of(required("scope"));
    require("code".equals(required("response_type")), EntraError.WRONG_RESPONSE_TYPE);
    require(
        ResponseMode.named(request.query("response_mode").orElse("query")).isPresent(),
        EntraError.WRONG_RESPONSE_MODE);
    require(PROMPTS.contains(prompt), EntraError.WRONG_PROMPT);
    require(challenge.isValid(), EntraError.WRONG_CHALLENGE);
    scopes.refusal(realm.behaviour().isGeneric()).ifPresent(this::refuse);
    require(!app.needsAdminConsent(), EntraError.NEEDS_ADMIN_CONSENT);
    this.contexts = contexts();
  }

  private ReturnAddress address() {
    String redirectUri = Visited.redirectUri(request, app);
    ResponseMode mode =
        request.query("response_mode").flatMap(ResponseMode::named).orElse(ResponseMode.QUERY);
    return new ReturnAddress(redirectUri, mode, request.query("state"), issuer());
  }

  private Optional<String> issuer() {
    return realm.behaviour().issuerInRedirects(Discovery.issuer(request.origin(), tenant));
  }

  private List<String> contexts() {
    try {
      Optional<String> claims = request.query("claims");
      return claims.isEmpty() ? List.of() : ClaimsParameter.contexts(claims.get());
    } catch (ParseException e) {
      throw refusal(EntraError.INVALID_CLAIMS);
    }
  }

  private String required(String name) {
    return request
        .query(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> refusal(EntraError.MISSING_PARAMETER));
  }

  private void require(boolean condition, EntraError otherwise) {
    if (!condition) {
      refuse(otherwise);
    }
  }

  private void refuse(EntraError error) {
    throw refusal(error);
  }

  private RefusedException refusal(EntraError error) {
    return new RefusedException(address.refusal(error, realm.now()));
  }

  /**
   * Answers without a page where the user who is hinted at, or any, is signed in and has consented,
   * with one elsewhere.
   */
  Reply reply() {
    String hint = request.query("login_hint").orElse("");
    Optional<EntraUser> silent =
        app.signedIn()
            .filter(user -> prompt.isEmpty() || prompt.equals("none"))
            .filter(user -> hint.isEmpty() || hint.equalsIgnoreCase(user.name()))
            .filter(user -> realm.consents().isGiven(app, user));
    require(silent.isPresent() || !prompt.equals("none"), EntraError.NOT_SIGNED_IN);
    return silent.map(this::granted).orElseGet(() -> page(hint));
  }

  private Reply page(String hint) {
    String action = "/" + tenant.id() + "/oauth2/v2.0/authorize";
    return new Questions(realm).ask(this, app, scopes.lines(), action, hint);
  }

  @Override
  public Tenant tenant() {
    return tenant;
  }

  @Override
  public Reply approved(EntraUser user) {
    Optional<EntraError> refusal = user.signIn(request.query("claims"));
    if (refusal.isPresent()) {
      return address.refusal(refusal.get(), realm.now());
    }
    realm.consents().give(app, user);
    return code(user);
  }

  private Reply granted(EntraUser user) {
    user.refusal().ifPresent(this::refuse);
    return code(user);
  }

  private Reply code(EntraUser user) {
    UserGrant grant = UserGrant.of(app, user, scopes, contexts);
    String code =
        realm.codes().issue(new CodeGrant(grant, address.redirectUri(), challenge, nonce));
    return address.reply(Map.of("code", code, "session_state", UUID.randomUUID().toString()));
  }

  @Override
  public Reply denied(Optional<EntraUser> user) {
    return address.refusal(EntraError.USER_DECLINED, realm.now());
  }
}
