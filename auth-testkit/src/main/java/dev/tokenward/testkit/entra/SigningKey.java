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
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.UUID;

/** A key made for one issuer of this emulator, so that no other party ever takes what it signs. */
final class SigningKey {

  private final RSAKey key;

  SigningKey(SecureRandom random) {
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

  String signed(JWTClaimsSet claims) {
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

  boolean signed(SignedJWT token) {
    try {
      return signed(token, key.toRSAPublicKey());
    } catch (JOSEException e) {
      return false;
    }
  }

  /** Whether {@code publicKey} is the one that {@code token} was signed with. */
  static boolean signed(SignedJWT token, PublicKey publicKey) {
    try {
      return publicKey instanceof RSAPublicKey rsa && token.verify(new RSASSAVerifier(rsa));
    } catch (JOSEException e) {
      return false;
    }
  }

  Map<String, Object> publicKeys() {
    return new JWKSet(key).toJSONObject();
  }
}
