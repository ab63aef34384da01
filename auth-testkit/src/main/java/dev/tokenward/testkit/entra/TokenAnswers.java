package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The bodies of successful token answers. */
final class TokenAnswers {

  private final Realm realm;

  TokenAnswers(Realm realm) {
    this.realm = realm;
  }

  Map<String, Object> of(String accessToken) {
    Duration life = realm.behaviour().life();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token_type", "Bearer");
    switch (realm.behaviour().expiresIn()) {
      case NUMBER -> body.put("expires_in", life.toSeconds());
      case STRING -> body.put("expires_in", String.valueOf(life.toSeconds()));
      case MISSING -> {}
    }
    body.put("ext_expires_in", life.toSeconds());
    body.put("access_token", accessToken);
    return body;
  }

  /**
   * Returns the answer for what a user granted.
   *
   * @param strength what the app proved itself by
   * @param nonce for the ID token
   */
  Map<String, Object> of(
      TokenCall call,
      UserGrant grant,
      String strength,
      Optional<String> refreshToken,
      Optional<String> nonce) {
    AskedScopes scopes = grant.scopes();
    Map<String, Object> body = of(accessToken(grant, strength));
    body.put("scope", scopes.answered());
    refreshToken.ifPresent(token -> body.put("refresh_token", token));
    if (scopes.identity()) {
      Duration life = realm.behaviour().life();
      body.put("id_token", realm.idTokens().issue(grant, call.issuer(), nonce, life));
    }
    call.optional("client_info")
        .filter("1"::equals)
        .ifPresent(asked -> body.put("client_info", clientInfo(grant.user())));
    return body;
  }

  private String accessToken(UserGrant grant, String strength) {
    AskedScopes scopes = grant.scopes();
    return realm
        .tokens()
        .issue(
            new UserToken(
                grant.user().user(),
                grant.app(),
                strength,
                scopes.audience(),
                scopes.scp(),
                grant.contexts()),
            realm.behaviour().life());
  }

  private static String clientInfo(EntraUser user) {
    String json = Json.write(Map.of("uid", user.objectId(), "utid", user.tenant().id()));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
