package dev.tokenward.oauth;

import static java.time.ZoneOffset.UTC;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an app proves to the token endpoint who it is (OpenID Connect Core 1.0, 9).
 *
 * @param method one of the constants here
 * @param secret the client secret, or the private key in PEM; null for a public client
 * @param keyId by what name the provider knows the key; null where none is sent
 */
record Authentication(
    String name, String clientId, String method, @Nullable Secret secret, @Nullable String keyId) {

  static final String BASIC = "client_secret_basic";
  static final String POST = "client_secret_post";
  static final String PRIVATE_KEY_JWT = "private_key_jwt";

  /** A public client: an app on people's machines, which can keep no secret. */
  static final String NONE = "none";

  private static final Duration LIFE = Duration.ofMinutes(5);

  /** What proves the app to {@code endpoint}; empty for a public client. */
  Optional<ClientAuthentication> proof(URI endpoint, Clock clock) {
    ClientID id = new ClientID(clientId);
    return Optional.ofNullable(secret)
        .map(
            given ->
                switch (method) {
                  case PRIVATE_KEY_JWT -> new PrivateKeyJWT(assertion(given, endpoint, clock));
                  case POST -> new ClientSecretPost(id, sdk(given));
                  default -> new ClientSecretBasic(id, sdk(given));
                });
  }

  private static com.nimbusds.oauth2.sdk.auth.Secret sdk(Secret secret) {
    return new com.nimbusds.oauth2.sdk.auth.Secret(secret.reveal());
  }

  /** Finds out now, and not at the first grant, whether a private key can be used. */
  void check() {
    if (method.equals(PRIVATE_KEY_JWT) && secret != null) {
      // Nobody is sent this one, so that it may be of any time.
      assertion(secret, URI.create("https://check.invalid"), Clock.fixed(Instant.EPOCH, UTC));
    }
  }

  private SignedJWT assertion(Secret pem, URI audience, Clock clock) {
    try {
      JWSSigner signer = signer(pem);
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(algorithm(signer)).keyID(keyId).build(),
              claims(audience, clock.instant()));
      jwt.sign(signer);
      return jwt;
    } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
      // Without its cause: that message was not proven to keep the key to itself.
      throw new TokenException(
          TokenException.Reason.CONFIGURATION,
          "The private key of " + name + " cannot be used to sign",
          "Give privateKey as an RSA or EC key in PEM: PKCS#8, not encrypted.");
    }
  }

  private static JWSSigner signer(Secret pem) throws GeneralSecurityException, JOSEException {
    byte[] der = Base64.getMimeDecoder().decode(pem.reveal().replaceAll("-----[^-]+-----", ""));
    PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(der);
    try {
      return new RSASSASigner(KeyFactory.getInstance("RSA").generatePrivate(key));
    } catch (InvalidKeySpecException e) {
      return new ECDSASigner((ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(key));
    }
  }

  private static JWSAlgorithm algorithm(JWSSigner signer) {
    return signer.supportedJWSAlgorithms().contains(JWSAlgorithm.RS256)
        ? JWSAlgorithm.RS256
        : signer.supportedJWSAlgorithms().iterator().next();
  }

  private JWTClaimsSet claims(URI audience, Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer(clientId)
        .subject(clientId)
        .audience(audience.toString())
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(now))
        .notBeforeTime(Date.from(now))
        .expirationTime(Date.from(now.plus(LIFE)))
        .build();
  }
}
