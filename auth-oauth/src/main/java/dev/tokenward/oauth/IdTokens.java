package dev.tokenward.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.spi.Authorizable.Grantor;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Validates ID tokens (OpenID Connect Core 1.0, 3.1.3.7) by the provider's published keys, and
 * reads who consented. Algorithms with a shared secret, and none at all, are not taken.
 */
record IdTokens(Provider provider) {

  private static final Duration SKEW = Duration.ofMinutes(5);

  /** The directory of all personal Microsoft accounts. */
  private static final String PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /**
   * Who consented, by the ID token of {@code reply}; nobody known where none was asked for.
   *
   * @param nonce what it must carry; null for a flow that has none
   * @param asked what was asked for, where the provider does not say what it granted
   */
  Grantor grantor(TokenReply reply, @Nullable String nonce, List<String> asked) {
    Optional<URI> keys = provider.endpoints().url(Endpoints.KEYS);
    List<String> granted = reply.scopes(asked);
    if (keys.isEmpty() || !asked.contains("openid")) {
      return new Grantor(null, null, null, false, granted, null);
    }
    JWTClaimsSet claims = claims(reply.text("id_token"), keys.get());
    check(claims, nonce);
    return new Grantor(
        account(claims),
        first(claims, "oid", "sub"),
        first(claims, "tid"),
        PERSONAL.equals(first(claims, "tid")),
        granted,
        null);
  }

  /** By what an account is told from others: never by a name that anybody may give oneself. */
  private static @Nullable String account(JWTClaimsSet claims) {
    boolean verified = Boolean.TRUE.equals(claims.getClaim("email_verified"));
    return verified
        ? first(claims, "preferred_username", "upn", "email")
        : first(claims, "preferred_username", "upn");
  }

  private JWTClaimsSet claims(String token, URI keys) {
    try {
      JWKSet set = JWKSet.parse(provider.get(keys).body());
      DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(set)));
      // Its claims are checked below, by the injected clock.
      processor.setJWTClaimsSetVerifier((claims, context) -> {});
      return processor.process(token, null);
    } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
      // The parser also fails otherwise: at a null where a key or a member of a token should be.
      if (e instanceof TokenException failure) {
        throw failure;
      }
      throw wrong("is not signed by the provider");
    }
  }

  private void check(JWTClaimsSet claims, @Nullable String nonce) {
    Instant now = provider.runtime().clock().instant();
    if (!expectedIssuer(claims).equals(claims.getIssuer())) {
      throw wrong("is of another issuer");
    }
    if (!claims.getAudience().contains(provider.client().clientId())) {
      throw wrong("is for another app");
    }
    String party = first(claims, "azp");
    if (claims.getAudience().size() > 1 && !provider.client().clientId().equals(party)) {
      throw wrong("was issued to another app");
    }
    if (nonce != null && !nonce.equals(first(claims, "nonce"))) {
      throw wrong("answers another request");
    }
    if (!isBefore(now.minus(SKEW), claims.getExpirationTime())
        || (claims.getIssueTime() != null
            && now.plus(SKEW).isBefore(claims.getIssueTime().toInstant()))) {
      throw wrong("is out of its time; compare the clock of this machine, which says " + now);
    }
  }

  private static boolean isBefore(Instant now, @Nullable Date end) {
    return end != null && now.isBefore(end.toInstant());
  }

  private String expectedIssuer(JWTClaimsSet claims) {
    String tenant = Objects.toString(first(claims, "tid"), "");
    Authority authority = provider.client().authority();
    if (authority != null
        && Authority.isId(authority.tenant())
        && !authority.tenant().equals(tenant)) {
      throw wrong("is of another tenant");
    }
    return Objects.toString(provider.endpoints().byName().get(Endpoints.ISSUER), "")
        .replace("{tid}", tenant);
  }

  private static @Nullable String first(JWTClaimsSet claims, String... names) {
    return Stream.of(names)
        .map(claims::getClaim)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(each -> !each.isBlank())
        .findFirst()
        .orElse(null);
  }

  private TokenException wrong(String what) {
    return new TokenException(
        Reason.REJECTED,
        "The ID token that came for " + provider.client().name() + " " + what,
        "Begin again; if it comes again, check the fields of the provider.");
  }
}
