package dev.tokenward.appcred;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenward.core.TokenException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/**
 * {@link ClientAuthentication#PRIVATE_KEY_JWT}: an assertion of the client about itself, made anew
 * for each grant (RFC 7523, 2.2).
 *
 * @param audience the token endpoint
 */
record PrivateKeyJwt(String name, String clientId, URI audience, SigningKey key, Clock clock)
    implements ClientAuthentication {

  /** Servers refuse long ones, and none is used for longer than a request takes. */
  private static final Duration LIFE = Duration.ofMinutes(5);

  private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  @Override
  public void prove(TokenForm form) {
    form.field("client_id", clientId)
        .field("client_assertion_type", TYPE)
        .field("client_assertion", assertion());
    // A server that remembers the assertion's id takes its second coming for a replay.
    form.once();
  }

  private String assertion() {
    try {
      JWSSigner signer = key.signer();
      SignedJWT jwt = new SignedJWT(header(key.algorithm(signer)), claims(clock.instant()));
      jwt.sign(signer);
      return jwt.serialize();
    } catch (IllegalArgumentException e) {
      throw unusable(String.valueOf(e.getMessage()));
    } catch (JOSEException e) {
      // Its message is Nimbus's, which was not proven to keep the key to itself.
      throw unusable("does not sign");
    }
  }

  private TokenException unusable(String why) {
    return new TokenException(
        TokenException.Reason.CONFIGURATION,
        "The private key of " + name + " " + why,
        "Give another privateKey, or the algorithm that it is for.");
  }

  private JWSHeader header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.id()).build();
  }

  private JWTClaimsSet claims(Instant now) {
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
