package dev.tokenward.core;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server's demand for a token that says more: a claims challenge, as the servers of Entra ID
 * answer 401 when a token was revoked early or lacks an authentication context.
 *
 * <p>Given to {@link CachingTokenSource#invalidate(AccessToken, Challenge)}, it goes to the
 * authorization server with the next grants. Immutable.
 *
 * @param claims what the token has to say, as JSON (OpenID Connect Core 1.0, 5.5), such as {@code
 *     {"access_token":{"acrs":{"essential":true,"value":"c1"}}}}
 */
public record Challenge(String claims) {

  /** The longest {@link #claims()}, in characters. */
  public static final int LONGEST = 4096;

  /** Room for the longest claims in Base64, and for what stands beside them. */
  private static final int LONGEST_HEADER = 4 * LONGEST;

  private static final Pattern INSUFFICIENT =
      Pattern.compile(
          "\\bBearer\\b.*\\berror=\"?insufficient_claims\\b.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern CLAIMS =
      Pattern.compile("\\bclaims=\"([A-Za-z0-9+/_-]+)=*\"", Pattern.CASE_INSENSITIVE);

  /**
   * Takes the claims as they are read by people.
   *
   * @throws IllegalArgumentException when this is no JSON object, or a very long one; it does not
   *     repeat the text
   */
  public Challenge {
    claims = claims.strip();
    if (claims.length() > LONGEST || !claims.startsWith("{") || !claims.endsWith("}")) {
      throw new IllegalArgumentException(
          "The claims of a challenge are a JSON object of at most " + LONGEST + " characters");
    }
  }

  /**
   * Finds the challenge in an answer: {@code Bearer error="insufficient_claims", claims="…"}, the
   * claims in Base64 of either alphabet.
   *
   * @param wwwAuthenticate every value of the header {@code WWW-Authenticate}
   * @return empty where there is none that can be read
   */
  public static Optional<Challenge> in(List<String> wwwAuthenticate) {
    return wwwAuthenticate.stream()
        .filter(value -> value.length() <= LONGEST_HEADER)
        .filter(value -> INSUFFICIENT.matcher(value).find())
        .flatMap(Challenge::read)
        .findFirst();
  }

  private static Stream<Challenge> read(String value) {
    Matcher claims = CLAIMS.matcher(value);
    if (!claims.find()) {
      return Stream.empty();
    }
    try {
      String urlSafe = claims.group(1).replace('+', '-').replace('/', '_');
      byte[] json = Base64.getUrlDecoder().decode(urlSafe);
      return Stream.of(new Challenge(new String(json, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      // A demand that cannot be read cannot be met.
      return Stream.empty();
    }
  }

  /** Nothing of the claims, which may describe a person. */
  @Override
  public String toString() {
    return "Challenge";
  }
}
