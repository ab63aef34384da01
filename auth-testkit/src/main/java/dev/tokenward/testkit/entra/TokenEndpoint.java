package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.Service;
import dev.tokenward.testkit.http.WebRequest;
import java.util.Map;
import java.util.Optional;

/** The version 2.0 token endpoint, and what is beside it for programs. Thread-safe. */
final class TokenEndpoint implements Service {

  private final Realm realm;
  private final Map<String, Grant> grants;
  private final Map<String, String> usedAssertions = UsedAssertions.none();

  TokenEndpoint(Realm realm) {
    this.realm = realm;
    this.grants =
        Map.of(
            AppItself.TYPE, new AppItself(realm),
            UserAssertion.GRANT, new OnBehalfOf(realm),
            CodeRedemption.TYPE, new CodeRedemption(realm),
            Refreshing.TYPE, new Refreshing(realm),
            DeviceRedemption.TYPE, new DeviceRedemption(realm));
  }

  @Override
  public Reply answer(WebRequest request) {
    TokenCall call = new TokenCall(realm, request, usedAssertions);
    return call.reply(() -> Reply.json(200, redeemed(call)));
  }

  private Map<String, Object> redeemed(TokenCall call) {
    call.requirePost();
    call.tenant();
    Grant grant =
        Optional.ofNullable(grants.get(call.parameter("grant_type")))
            .orElseThrow(() -> call.refusal(EntraError.UNSUPPORTED_GRANT));
    return grant.redeem(call, call.client());
  }

  /** Starts a sign-in on a device (RFC 8628, 3.1), for which the app proves nothing yet. */
  Reply deviceCode(WebRequest request) {
    TokenCall call = new TokenCall(realm, request, usedAssertions);
    return call.reply(() -> Reply.json(200, deviceCode(call)));
  }

  private Map<String, Object> deviceCode(TokenCall call) {
    call.requirePost();
    EntraApp app = call.app(call.parameter("client_id"));
    call.refuseIf(app.refusal());
    AskedScopes scopes = AskedScopes.of(call.parameter("scope"));
    call.refuseIf(scopes.refusal(realm.behaviour().isGeneric()));
    return realm.devices().issue(app, scopes, call.contexts(), call.origin());
  }

  /** Revokes what came of the consent behind a refresh token (RFC 7009). */
  Reply revoke(WebRequest request) {
    TokenCall call = new TokenCall(realm, request, usedAssertions);
    return call.reply(() -> revoked(call));
  }

  private Reply revoked(TokenCall call) {
    call.requirePost();
    EntraApp app = call.client().app();
    String token = call.parameter("token");
    if (realm.tokens().claims(token).isPresent()) {
      return Reply.json(400, Map.of("error", "unsupported_token_type"));
    }
    Optional<UserGrant> grant = realm.refreshTokens().grant(token);
    call.require(grant.filter(each -> !each.app().equals(app)).isEmpty(), EntraError.INVALID_GRANT);
    realm.refreshTokens().revoke(token);
    return Reply.empty(200);
  }
}
