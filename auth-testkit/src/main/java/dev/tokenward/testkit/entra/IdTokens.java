package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.grants.Opaque;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** ID tokens in Entra ID's version 2.0 shape, by the key of the access tokens. Thread-safe. */
final class IdTokens {

  private final AccessTokens tokens;
  private final Map<String, Object> falsified = new ConcurrentHashMap<>();

  IdTokens(AccessTokens tokens) {
    this.tokens = tokens;
  }

  void falsify(String claim, Object value) {
    falsified.put(claim, value);
  }

  String issue(UserGrant grant, String issuer, Optional<String> nonce, Duration life) {
    EntraUser user = grant.user();
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", issuer);
    claims.put("aud", grant.app().clientId());
    claims.put("tid", user.tenant().id());
    claims.put("oid", user.objectId());
    claims.put("sub", Opaque.digest(user.objectId() + grant.app().clientId()).substring(0, 43));
    claims.put("preferred_username", user.name());
    claims.put("name", user.name().split("@", 2)[0]);
    claims.put("ver", "2.0");
    nonce.ifPresent(value -> claims.put("nonce", value));
    claims.putAll(falsified);
    return tokens.sign(claims, life);
  }
}
