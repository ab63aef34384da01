package dev.tokenward.testkit.entra;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Access tokens in Entra ID's version 1.0 shape, signed with a key made for this emulator alone, so
 * that no other party ever takes one. Thread-safe.
 */
public final class AccessTokens {

  private final InstantSource clock;
  private final SigningKey key;
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  AccessTokens(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.key = new SigningKey(random);
  }

  /**
   * Issues a token.
   *
   * @param strength what the app proved itself by: "1" for a secret, "2" for an assertion
   * @param contexts the authentication contexts it fulfils; none leaves the claim out
   */
  String issue(
      EntraApp app, String strength, String audience, Duration life, List<String> contexts) {
    JWTClaimsSet.Builder claims =
        claims(app, audience, life)
            .claim("appidacr", strength)
            .claim("idp", issuer(app.tenant().id()))
            .claim("oid", app.objectId())
            .subject(app.objectId())
            .claim("acrs", contexts.isEmpty() ? null : contexts);
    return key.signed(claims.build());
  }

  /** Issues a token of a user. */
  String issue(UserToken about, Duration life) {
    User user = about.user();
    List<String> contexts = about.contexts();
    JWTClaimsSet.Builder claims =
        claims(about.app(), about.audience(), life)
            .claim("appidacr", about.strength())
            .claim("idp", issuer(about.app().tenant().id()))
            .claim("oid", user.objectId())
            .subject(user.objectId())
            .claim("upn", user.name())
            .claim("unique_name", user.name())
            .claim("scp", about.scopes())
            .claim("acrs", contexts.isEmpty() ? null : contexts);
    return key.signed(claims.build());
  }

  /** Signs any claims, for who issues tokens of another shape; they hold from now on. */
  public String sign(Map<String, Object> claims, Duration life) {
    Instant now = clock.instant();
    JWTClaimsSet.Builder all =
        new JWTClaimsSet.Builder()
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(now.plus(life)));
    claims.forEach(all::claim);
    return key.signed(all.build());
  }

  /** Takes no more tokens whose {@code aui} is {@code authorization}. */
  public void revoke(String authorization) {
    revoked.add(authorization);
  }

  private JWTClaimsSet.Builder claims(EntraApp app, String audience, Duration life) {
    Instant now = clock.instant();
    return new JWTClaimsSet.Builder()
        .audience(audience)
        .issuer(issuer(app.tenant().id()))
        .issueTime(Date.from(now))
        .notBeforeTime(Date.from(now))
        .expirationTime(Date.from(now.plus(life)))
        .claim("appid", app.clientId())
        .claim("tid", app.tenant().id())
        .claim("uti", UUID.randomUUID().toString())
        .claim("ver", "1.0");
  }

  /**
   * Returns the claims of {@code token} if this emulator signed it and nobody revoked its
   * authorization, expired or not.
   */
  public Optional<JWTClaimsSet> claims(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      return Optional.of(jwt.getJWTClaimsSet())
          .filter(claims -> key.signed(jwt))
          .filter(claims -> !revoked.contains(String.valueOf(claims.getClaim("aui"))));
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /** The issuer of version 1.0 tokens of a tenant. */
  public static String issuer(String tenantId) {
    return "https://sts.windows.net/" + tenantId + "/";
  }

  Map<String, Object> publicKeys() {
    return key.publicKeys();
  }
}
