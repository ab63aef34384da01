package dev.tokenward.vault.lease;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenward.core.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Signs and reads the vault's own access tokens: ES256, the form of RFC 9068, one audience, which
 * is the vault. ES256 because an RSA signature costs thirty times as much.
 */
public final class VaultTokens {

  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
  private static final Set<String> HEADERS = Set.of("alg", "typ", "kid");

  private final String issuer;
  private final Clock clock;
  private final ECKey key;
  private final JWSSigner signer;
  private final JWSVerifier verifier;

  /** Issues in the name of {@code publicUrl}, signing with a key that {@link #newKey} made. */
  public VaultTokens(URI publicUrl, Clock clock, Secret signingKey) {
    this.issuer = publicUrl.toString();
    this.clock = clock;
    try {
      this.key = ECKey.parse(signingKey.reveal());
      this.signer = new ECDSASigner(key);
      this.verifier = new ECDSAVerifier(key.toPublicJWK());
    } catch (ParseException | JOSEException e) {
      // Not as cause: it may quote the key.
      throw new IllegalStateException("The vault's signing key is no key of ES256");
    }
  }

  /** A new signing key, as a private JWK (RFC 7517). */
  public static String newKey(SecureRandom random) {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .keyIDFromThumbprint(true)
          .secureRandom(random)
          .generate()
          .toJSONString();
    } catch (JOSEException e) {
      throw new IllegalStateException("Every Java platform has ES256", e);
    }
  }

  /** The issuer, which is also the only audience. */
  public String issuer() {
    return issuer;
  }

  /** The token of a lease. */
  public String sign(Lease lease) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(issuer)
            .subject(lease.caller().id())
            .claim("client_id", lease.caller().name())
            .jwtID(lease.id())
            .issueTime(Date.from(lease.issuedAt()))
            .expirationTime(Date.from(lease.expiresAt()))
            .build();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.getKeyID()).build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("The vault's own key does not sign", e);
    }
    return token.serialize();
  }

  /** The lease id in a token that this vault signed, for itself, and that has not expired. */
  public Optional<String> leaseId(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      boolean ours =
          JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
              && HEADERS.containsAll(jwt.getHeader().toJSONObject().keySet())
              && TYPE.equals(jwt.getHeader().getType())
              && jwt.verify(verifier)
              && issuer.equals(claims.getIssuer())
              && List.of(issuer).equals(claims.getAudience())
              && claims.getExpirationTime() != null
              && claims.getExpirationTime().toInstant().isAfter(clock.instant());
      return ours ? Optional.ofNullable(claims.getJWTID()) : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  /** The public key as a JWK set (RFC 7517). */
  public Map<String, Object> jwks() {
    return Map.of("keys", List.of(key.toPublicJWK().toJSONObject()));
  }
}
