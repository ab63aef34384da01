package dev.tokenward.testkit.entra;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
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
  private final RSAKey key;

  AccessTokens(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    try {
      this.key =
          new RSAKeyGenerator(2048)
              .secureRandom(random)
              .keyUse(KeyUse.SIGNATURE)
              .keyID("emulator-" + UUID.randomUUID())
              .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("the emulator's signing key could not be made", e);
    }
  }

  /**
   * Issues a token.
   *
   * @param contexts the authentication contexts it fulfils; none leaves the claim out
   */
  String issue(EntraApp app, String audience, Duration life, List<String> contexts) {
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
            .claim("appidacr", "1")
            .claim("idp", issuer)
            .claim("oid", app.objectId())
            .subject(app.objectId())
            .claim("tid", app.tenant().id())
            .claim("uti", UUID.randomUUID().toString())
            .claim("ver", "1.0")
            .claim("acrs", contexts.isEmpty() ? null : contexts)
            .build();
    return signed(claims);
  }

  private String signed(JWTClaimsSet claims) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("a token could not be signed", e);
    }
    return token.serialize();
  }

  /** Returns the claims of {@code token} if this emulator signed it, expired or not. */
  public Optional<JWTClaimsSet> claims(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      return jwt.verify(new RSASSAVerifier(key.toRSAPublicKey()))
          ? Optional.of(jwt.getJWTClaimsSet())
          : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  /** The issuer of version 1.0 tokens of a tenant. */
  public static String issuer(String tenantId) {
    return "https://sts.windows.net/" + tenantId + "/";
  }

  Map<String, Object> publicKeys() {
    return new JWKSet(key).toJSONObject();
  }
}
