package dev.tokenward.testkit.entra;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.Optional;

/**
 * What an app trusts instead of a secret: an issuer that says to {@code audience} that the bearer
 * is {@code subject}, letter for letter.
 */
record FederatedCredential(OidcIssuer issuer, String subject, String audience) {

  /** What every exchange of assertions in the public cloud is meant for. */
  static final String AUDIENCE = "api://AzureADTokenExchange";

  boolean isFrom(JWTClaimsSet claims) {
    return issuer.url().equals(claims.getIssuer());
  }

  Optional<EntraError> refusal(SignedJWT assertion, JWTClaimsSet claims) {
    if (!issuer.signed(assertion)) {
      return Optional.of(EntraError.WRONG_SIGNATURE);
    }
    if (!claims.getAudience().contains(audience)) {
      return Optional.of(EntraError.UNTRUSTED_AUDIENCE);
    }
    return subject.equals(claims.getSubject())
        ? Optional.empty()
        : Optional.of(EntraError.UNTRUSTED_SUBJECT);
  }
}
