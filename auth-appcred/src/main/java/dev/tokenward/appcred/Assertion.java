package dev.tokenward.appcred;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import dev.tokenward.core.TokenException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Proves an app by what an issuer that it trusts says of it (RFC 7523, 2.2), asked for at each
 * grant. What can be seen to be none is not sent anywhere; the rest is Entra ID's to judge.
 *
 * @param place where it comes from, for messages
 * @param text a JWT, perhaps with space around it
 */
record Assertion(String place, Supplier<String> text, InstantSource clock) implements Proof {

  /**
   * As far as the clock of a machine may be off, and Entra ID still takes what this one would not.
   */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(10);

  private static final Pattern JWT = Pattern.compile("[\\w-]+\\.([\\w-]+)\\.[\\w-]+");

  @Override
  public IClientCredential now() {
    return ClientCredentialFactory.createFromClientAssertion(checked(text.get()));
  }

  private String checked(@Nullable String given) {
    String jwt = given == null ? "" : given.strip();
    if (jwt.isEmpty()) {
      throw wrong("is empty", "See why whoever provides the assertion left it empty.");
    }
    Map<String, String> claims = claims(jwt);
    if (claims.isEmpty()) {
      throw wrong(
          "is no assertion",
          "Give a signed JWT as its issuer made it: three parts with a dot between them.");
    }
    expiry(claims)
        .filter(end -> !clock.instant().isBefore(end.plus(CLOCKS_APART)))
        .ifPresent(
            end -> {
              throw wrong(
                  "expired at " + end,
                  "See why whoever provides the assertion no longer renews it, and compare this"
                      + " machine's clock with the time.");
            });
    return jwt;
  }

  private static Map<String, String> claims(String jwt) {
    Matcher parts = JWT.matcher(jwt);
    try {
      return parts.matches() ? TokenAnswer.fields(decoded(parts.group(1))) : Map.of();
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static Optional<Instant> expiry(Map<String, String> claims) {
    return Optional.ofNullable(claims.get("exp"))
        .filter(seconds -> seconds.matches("[0-9]{1,11}"))
        .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
  }

  private TokenException wrong(String what, String nextStep) {
    return new TokenException(TokenException.Reason.CONFIGURATION, place + " " + what, nextStep);
  }
}
