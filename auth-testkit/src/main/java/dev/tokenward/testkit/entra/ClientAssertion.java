package dev.tokenward.testkit.entra;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A signed statement in place of a secret (RFC 7523, 2.2): the app's own, signed with the key of
 * one of its certificates, or that of an issuer which the app trusts.
 */
final class ClientAssertion implements ClientProof {

  static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private static final Duration LEEWAY = Duration.ofMinutes(5);
  private static final Set<String> ALGORITHMS = Set.of("RS256", "PS256");

  private final SignedJWT jwt;
  private final JWTClaimsSet claims;
  private final String origin;
  private final UsedAssertions used;

  /**
   * Reads an assertion.
   *
   * @param origin of the endpoint that got it
   * @param used what the same endpoint got before
   */
  ClientAssertion(String text, String origin, UsedAssertions used) throws ParseException {
    this.jwt = SignedJWT.parse(text);
    this.claims = jwt.getJWTClaimsSet();
    this.origin = origin;
    this.used = used;
  }

  @Override
  public Optional<EntraError> refusal(EntraApp app, Instant now) {
    Optional<EntraError> untrusted =
        app.clientId().equalsIgnoreCase(claims.getIssuer()) ? own(app, now) : federated(app);
    if (untrusted.isPresent()) {
      return untrusted;
    }
    return isCurrent(now) ? Optional.empty() : Optional.of(EntraError.ASSERTION_TIME);
  }

  private Optional<EntraError> own(EntraApp app, Instant now) {
    if (app.certificates().stream().noneMatch(known -> signedWith(known, now))) {
      return Optional.of(EntraError.WRONG_SIGNATURE);
    }
    if (!app.clientId().equalsIgnoreCase(claims.getSubject()) || !isMeantForUs(app)) {
      return Optional.of(EntraError.WRONG_ASSERTION);
    }
    return used.isFirst(claims.getJWTID())
        ? Optional.empty()
        : Optional.of(EntraError.REPLAYED_ASSERTION);
  }

  private boolean signedWith(X509Certificate certificate, Instant now) {
    return ALGORITHMS.contains(jwt.getHeader().getAlgorithm().getName())
        && Thumbprint.named(jwt.getHeader().toJSONObject(), certificate)
        && !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant())
        && SigningKey.signed(jwt, certificate.getPublicKey());
  }

  private boolean isMeantForUs(EntraApp app) {
    return Stream.of(app.tenant().id(), app.tenant().domain())
        .map(tenant -> origin + "/" + tenant + "/oauth2/v2.0/token")
        .anyMatch(claims.getAudience()::contains);
  }

  private Optional<EntraError> federated(EntraApp app) {
    List<FederatedCredential> trusted =
        app.federatedCredentials().stream().filter(each -> each.isFrom(claims)).toList();
    return trusted.stream()
        .map(this::refusal)
        .reduce((one, other) -> one.isEmpty() ? one : other)
        .orElse(Optional.of(EntraError.UNTRUSTED_ISSUER));
  }

  private Optional<EntraError> refusal(FederatedCredential credential) {
    return credential.refusal(jwt, claims);
  }

  private boolean isCurrent(Instant now) {
    Date from = claims.getNotBeforeTime();
    Date until = claims.getExpirationTime();
    return until != null
        && now.minus(LEEWAY).isBefore(until.toInstant())
        && (from == null || !now.plus(LEEWAY).isBefore(from.toInstant()));
  }

  @Override
  public String strength() {
    return "2";
  }
}
