package dev.tokenward.appcred;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a token endpoint says (RFC 6749, 5.1 and 5.2). Of a refusal only the server's code is
 * kept, and only if it has the form of one: descriptions carry ids of requests and of people.
 */
final class TokenAnswer {

  private static final Pattern CODE = Pattern.compile("(AADSTS[0-9]{5,8}):.*", Pattern.DOTALL);

  private final HttpSender.Response response;
  private final Refusals refusals;
  private final Map<String, String> fields;

  /**
   * Reads an answer.
   *
   * @param refusals what this server's refusals mean
   */
  TokenAnswer(HttpSender.Response response, Refusals refusals) {
    this.response = response;
    this.refusals = refusals;
    this.fields = fields(response.body());
  }

  /**
   * The token, received at {@code now}.
   *
   * @param name the credential's, for messages
   * @throws TokenException where there is none
   */
  MintedToken token(String name, Instant now) {
    if (response.status() != 200) {
      throw refusal(name);
    }
    String value = text("access_token");
    // Anything but visible ASCII would end the header that the token is put into.
    if (!value.matches("[!-~]+") || !"bearer".equalsIgnoreCase(text("token_type"))) {
      throw refusals.of(name, Refusals.NO_TOKEN);
    }
    Duration lifetime = lifetime(now);
    MintedToken token = MintedToken.bearer(value, now, lifetime).scopes(scopes());
    return refreshIn()
        .filter(hint -> hint.compareTo(lifetime) < 0)
        .map(hint -> token.refreshAt(now.plus(hint)))
        .orElse(token);
  }

  /** Managed identities say when the token ends, in seconds since 1970, and often nothing else. */
  private Duration lifetime(Instant now) {
    Optional<Duration> end = seconds(text("expires_on"));
    return fields.containsKey("expires_in") || end.isEmpty()
        ? MintedToken.lifetime(fields.get("expires_in"))
        : Duration.between(now, Instant.EPOCH.plus(end.orElseThrow()));
  }

  /** What the server said in {@code field}; empty where it said nothing. */
  String text(String field) {
    return fields.getOrDefault(field, "");
  }

  private List<String> scopes() {
    return Arrays.stream(text("scope").split(" ")).filter(scope -> !scope.isEmpty()).toList();
  }

  private Optional<Duration> refreshIn() {
    return seconds(text("refresh_in")).filter(hint -> !hint.isZero());
  }

  private TokenException refusal(String name) {
    String code = code();
    TokenException refusal = meaning(name, code);
    TokenException named = code.isEmpty() ? refusal : refusal.withCode(code);
    return response
        .header("Retry-After")
        .flatMap(TokenAnswer::seconds)
        .map(named::withRetryAfter)
        .orElse(named);
  }

  private TokenException meaning(String name, String code) {
    if (response.status() == 429) {
      return refusals.of(name, Refusals.TOO_MANY);
    }
    if (response.status() >= 500) {
      return refusals.of(name, Refusals.OUT_OF_ORDER);
    }
    String status = String.valueOf(response.status());
    return fields.containsKey("error")
        ? refusals.of(name, code, text("suberror"), text("error"), status)
        : refusals.of(name, status, Refusals.NO_TOKEN);
  }

  private String code() {
    Matcher matcher = CODE.matcher(text("error_description"));
    return matcher.matches() ? matcher.group(1) : "";
  }

  private static Optional<Duration> seconds(String digits) {
    return digits.matches("[0-9]{1,11}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(digits)))
        : Optional.empty();
  }

  /** The members that are no structures, numbers as written; none where this is no JSON object. */
  static Map<String, String> fields(String body) {
    try (JsonReader reader = JsonProviders.createReader(body)) {
      Map<String, String> read = reader.readMap(TokenAnswer::scalar);
      // Nothing at all, and the JSON word null, are read as null.
      return read == null ? Map.of() : read;
    } catch (IOException | IllegalStateException e) {
      return Map.of();
    }
  }

  private static String scalar(JsonReader value) throws IOException {
    if (value.isStartArrayOrObject()) {
      value.skipChildren();
      return "";
    }
    String text = value.getString();
    return text == null ? "" : text;
  }
}
