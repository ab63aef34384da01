package dev.tokenward.testkit.entra;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/**
 * An identity provider beside Entra ID, such as a Kubernetes cluster or GitHub Actions, which says
 * who a workload is. Signs with a key of its own. Thread-safe.
 */
public final class OidcIssuer {

  private final String url;
  private final SigningKey key;

  OidcIssuer(String url, SecureRandom random) {
    this.url = url;
    this.key = new SigningKey(random);
  }

  /** Its {@code iss}. */
  public String url() {
    return url;
  }

  /** Says to {@code audience} that the bearer is {@code subject}. */
  public String assertion(String subject, String audience, Instant issuedAt, Duration life) {
    return key.signed(
        new JWTClaimsSet.Builder()
            .issuer(url)
            .subject(subject)
            .audience(audience)
            .issueTime(Date.from(issuedAt))
            .notBeforeTime(Date.from(issuedAt))
            .expirationTime(Date.from(issuedAt.plus(life)))
            .jwtID(UUID.randomUUID().toString())
            .build());
  }

  boolean signed(SignedJWT assertion) {
    return key.signed(assertion);
  }
}
