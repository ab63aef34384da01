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
import java.util.UUID;

/**
 * Access tokens in Entra ID's version 1.0 shape, signed with a key made for this emulator alone, so
 * that no other party ever takes one. Thread-safe.
 */
public final class AccessTokens {

  private final InstantSource clock;
  private final SigningKey key;

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
    Instant now = clock.instant();
    String issuer = issuer(app.tenant().id());
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience(audience)
            .issuer(issuer)
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(now.plus(life)))
            .claim("appid", app.clientId())
            .claim("appidacr", strength)
            .claim("idp", issuer)
            .claim("oid", app.objectId())
            .subject(app.objectId())
            .claim("tid", app.tenant().id())
            .claim("uti", UUID.randomUUID().toString())
            .claim("ver", "1.0")
            .claim("acrs", contexts.isEmpty() ? null : contexts)
            .build();
    return key.signed(claims);
  }

  /** Returns the claims of {@code token} if this emulator signed it, expired or not. */
  public Optional<JWTClaimsSet> claims(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      return key.signed(jwt) ? Optional.of(jwt.getJWTClaimsSet()) : Optional.empty();
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
