package dev.tokenward.testkit.devops;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tokenward.testkit.entra.AccessTokens;
import dev.tokenward.testkit.entra.Entra;
import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.WebRequest;
import dev.tokenward.testkit.legacy.LegacyOAuth;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Finds out who sent a request. Thread-safe. */
final class Authentication {

  private final PersonalAccessTokens pats;
  private final AccessTokens tokens;
  private final InstantSource clock;

  Authentication(PersonalAccessTokens pats, AccessTokens tokens, InstantSource clock) {
    this.pats = pats;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Returns the sender, anonymous if there is no credential; refuses a credential that is bad. */
  Caller caller(WebRequest request, Organization organization) {
    return request
        .header("Authorization")
        .map(header -> new Attempt(request, organization).caller(header))
        .orElse(Caller.ANONYMOUS);
  }

  /** One look at a credential. */
  private final class Attempt {

    private final WebRequest request;
    private final Organization organization;

    Attempt(WebRequest request, Organization organization) {
      this.request = request;
      this.organization = organization;
    }

    Caller caller(String header) {
      String[] parts = header.trim().split(" +", 2);
      String credential = parts.length == 2 ? parts[1] : "";
      return switch (parts[0].toLowerCase(Locale.ROOT)) {
        case "basic" -> password(credential).map(this::basic).orElseThrow(this::unknown);
        case "bearer" -> bearer(credential);
        default -> throw unknown();
      };
    }

    private Optional<String> password(String credential) {
      byte[] decoded;
      try {
        decoded = Base64.getDecoder().decode(credential);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
      String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
    }

    // Any user name will do, and an Entra token may stand where a PAT is expected.
    private Caller basic(String password) {
      return looksLikeJwt(password) ? bearer(password) : pat(password);
    }

    private Caller pat(String value) {
      PersonalAccessTokens.Pat pat =
          pats.find(value)
              .filter(found -> found.organization().equals(organization))
              .orElseThrow(this::unknown);
      if (!pat.isAlive(clock.instant())) {
        throw refusal(Cause.DEAD_PAT);
      }
      return pat.owner();
    }

    private Caller bearer(String token) {
      if (!looksLikeJwt(token)) {
        throw unknown();
      }
      JWTClaimsSet claims = tokens.claims(token).orElseThrow(() -> refusal(Cause.FOREIGN_BEARER));
      if (!clock.instant().isBefore(claims.getExpirationTime().toInstant())) {
        throw refusal(Cause.EXPIRED_BEARER);
      }
      String objectId = claims.getSubject();
      if (!isForAzureDevOps(claims)) {
        throw refusal(Cause.FOREIGN_BEARER);
      }
      if (!organization.hasMember(objectId)) {
        throw refusal(Cause.NO_MEMBER);
      }
      if (!hasContext(claims)) {
        throw refusal(Cause.MISSING_CONTEXT);
      }
      return claims.getClaim("scp") instanceof String scopes
          ? new Caller(objectId, String.valueOf(claims.getClaim("upn")), Scopes.delegated(scopes))
          : new Caller(objectId, String.valueOf(claims.getClaim("appid")), Scopes.ALL);
    }

    // Tokens of the older OAuth are of a user in whatever tenant: only membership counts.
    private boolean isForAzureDevOps(JWTClaimsSet claims) {
      return claims.getAudience().equals(List.of(LegacyOAuth.AUDIENCE)) || isOfTheTenant(claims);
    }

    private boolean isOfTheTenant(JWTClaimsSet claims) {
      return Entra.AZURE_DEVOPS.containsAll(claims.getAudience())
          && Objects.equals(claims.getClaim("tid"), organization.tenant().id());
    }

    private boolean hasContext(JWTClaimsSet claims) {
      String required = organization.context();
      return required == null
          || (claims.getClaim("acrs") instanceof List<?> contexts && contexts.contains(required));
    }

    private RefusedException unknown() {
      return refusal(Cause.UNKNOWN_CREDENTIAL);
    }

    private RefusedException refusal(Cause cause) {
      return organization.refusal(cause, request);
    }
  }

  private static boolean looksLikeJwt(String credential) {
    return credential.chars().filter(c -> c == '.').count() == 2;
  }
}
