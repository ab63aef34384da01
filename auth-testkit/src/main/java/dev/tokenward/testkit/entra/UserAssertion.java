package dev.tokenward.testkit.entra;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A user's token by which an app asks for another one, on behalf of the user (RFC 7523, 2.1). */
final class UserAssertion {

  static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private final Optional<JWTClaimsSet> claims;

  UserAssertion(AccessTokens tokens, String text) {
    this.claims = tokens.claims(text);
  }

  /** Why {@code app} gets nothing for it, if it does not. */
  Optional<EntraError> refusal(EntraApp app, Instant now) {
    if (!app.mayActForUsers()) {
      return Optional.of(EntraError.NOT_ON_BEHALF);
    }
    if (claims.filter(each -> isForTheApp(each, app)).isEmpty()) {
      return Optional.of(EntraError.USER_TOKEN_INVALID);
    }
    boolean expired =
        claims.filter(each -> now.isBefore(each.getExpirationTime().toInstant())).isEmpty();
    return expired ? Optional.of(EntraError.USER_TOKEN_EXPIRED) : Optional.empty();
  }

  /** Of a user, and made for the app; an app's own token has no scopes of a user. */
  private static boolean isForTheApp(JWTClaimsSet claims, EntraApp app) {
    return claims.getClaim("scp") != null
        && app.tenant().id().equals(claims.getClaim("tid"))
        && List.of(app.clientId(), "api://" + app.clientId()).containsAll(claims.getAudience());
  }

  /** Whose token it is, once it was not refused. */
  User user() {
    try {
      return User.of(claims.orElseThrow());
    } catch (ParseException e) {
      throw new IllegalStateException("the emulator signed a token that it cannot read", e);
    }
  }
}
