package dev.tokenward.appcred;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import dev.tokenward.core.Secret;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What assertions are signed with. The key is read from its secret for each of them, so that it is
 * gone once the secret is destroyed.
 *
 * @param id what the server knows the key by, or null for its only one
 * @param wanted the algorithm, or null for the usual one of the key
 */
record SigningKey(
    Secret pem, @Nullable Secret passphrase, @Nullable String id, @Nullable String wanted) {

  /** What may be asked for by name. */
  static final List<String> ALGORITHMS = List.of("RS256", "PS256", "ES256");

  /**
   * Refuses a key that does not sign as wanted.
   *
   * @throws IllegalArgumentException saying what is wrong, to be read after "privateKey"
   */
  void check() {
    algorithm(signer());
  }

  /**
   * A signer with the key.
   *
   * @throws IllegalArgumentException saying what is wrong, to be read after "privateKey"
   */
  JWSSigner signer() {
    PrivateKey key = PemKey.read(pem, passphrase);
    try {
      if (key instanceof ECPrivateKey ec) {
        return new ECDSASigner(ec);
      }
      return new RSASSASigner(key);
    } catch (JOSEException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot sign: it takes an RSA key of 2048 bits or more, or an EC key on the curve P-256");
    }
  }

  /**
   * What {@code signer} signs with.
   *
   * @throws IllegalArgumentException where it cannot do what is asked for
   */
  JWSAlgorithm algorithm(JWSSigner signer) {
    String name = wanted != null ? wanted : signer instanceof ECDSASigner ? "ES256" : "RS256";
    JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
    if (!signer.supportedJWSAlgorithms().contains(algorithm)) {
      throw new IllegalArgumentException("does not sign by " + name + ", which is for another key");
    }
    return algorithm;
  }
}
