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
  private final Map<String, String> fields;

  TokenAnswer(HttpSender.Response response) {
    this.response = response;
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
      throw Refusal.NO_TOKEN.exception(name);
    }
    Duration lifetime = MintedToken.lifetime(fields.get("expires_in"));
    MintedToken token = MintedToken.bearer(value, now, lifetime).scopes(scopes());
    return refreshIn()
        .filter(hint -> hint.compareTo(lifetime) < 0)
        .map(hint -> token.refreshAt(now.plus(hint)))
        .orElse(token);
  }

  private List<String> scopes() {
    return Arrays.stream(text("scope").split(" ")).filter(scope -> !scope.isEmpty()).toList();
  }

  private Optional<Duration> refreshIn() {
    return seconds(text("refresh_in")).filter(hint -> !hint.isZero());
  }

  private TokenException refusal(String name) {
    String code = code();
    TokenException refusal = meaning(code).exception(name);
    TokenException named = code.isEmpty() ? refusal : refusal.withCode(code);
    return response
        .header("Retry-After")
        .flatMap(TokenAnswer::seconds)
        .map(named::withRetryAfter)
        .orElse(named);
  }

  private Refusal meaning(String code) {
    if (response.status() == 429) {
      return Refusal.TOO_MANY;
    }
    if (response.status() >= 500) {
      return Refusal.OUT_OF_ORDER;
    }
    return fields.containsKey("error")
        ? Refusal.of(code, text("suberror"), text("error"))
        : Refusal.NO_TOKEN;
  }

  private String code() {
    Matcher matcher = CODE.matcher(text("error_description"));
    return matcher.matches() ? matcher.group(1) : "";
  }

  private String text(String field) {
    return fields.getOrDefault(field, "");
  }

  private static Optional<Duration> seconds(String digits) {
    return digits.matches("[0-9]{1,9}")
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
