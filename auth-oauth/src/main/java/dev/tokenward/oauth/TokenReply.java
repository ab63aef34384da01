package dev.tokenward.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.tokenward.core.Challenge;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.MintedToken;
import java.net.URLEncoder;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered in JSON, by names in the spelling of RFC 6749: some write {@code
 * ErrorDescription}, and numbers as text.
 */
record TokenReply(Map<String, String> fields) {

  /** Reads {@code response}; nothing where it is no JSON object. */
  static TokenReply of(HttpSender.Response response) {
    Map<String, String> fields = new TreeMap<>();
    try {
      JSONObjectUtils.parse(response.body())
          .forEach((name, value) -> fields.put(standard(name), text(value)));
    } catch (ParseException | RuntimeException e) {
      fields.clear();
    }
    return new TokenReply(fields);
  }

  /** The spelling of RFC 6749 of a word. */
  static String standard(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private static String text(@Nullable Object value) {
    if (value instanceof Number number && number.doubleValue() == number.longValue()) {
      return Long.toString(number.longValue());
    }
    if (value instanceof Map<?, ?> object) {
      return JSONObjectUtils.toJSONString(members(object));
    }
    return value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)
        ? String.join(" ", list.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  private static Map<String, Object> members(Map<?, ?> object) {
    Map<String, Object> members = new LinkedHashMap<>();
    object.forEach((name, value) -> members.put(String.valueOf(name), value));
    return members;
  }

  String text(String name) {
    return fields.getOrDefault(name, "");
  }

  @Nullable String orNull(String name) {
    return text(name).isEmpty() ? null : text(name);
  }

  /** Whether it carries a token that a header takes (RFC 6750, 2.1). */
  boolean isToken() {
    String type = text("token_type").toLowerCase(Locale.ROOT);
    return text("access_token").matches("[!-~]+")
        && (type.equals("bearer") || type.equals("jwt-bearer"));
  }

  Duration lifetime() {
    return MintedToken.lifetime(orNull("expires_in"));
  }

  /** What was granted, or {@code asked} where it does not say (RFC 6749, 5.1). */
  List<String> scopes(List<String> asked) {
    List<String> scopes =
        Arrays.stream(text("scope").split("[ ,]+")).filter(each -> !each.isEmpty()).toList();
    return scopes.isEmpty() ? asked : scopes;
  }

  /**
   * What it wants of the next sign-in (OpenID Connect Core 1.0, 5.5), as strict JSON; null where
   * there is none, or one that fits into no URL.
   */
  @Nullable Challenge challenge() {
    try {
      String claims = JSONObjectUtils.toJSONString(JSONObjectUtils.parse(text("claims")));
      return URLEncoder.encode(claims, UTF_8).length() > Challenge.LONGEST
          ? null
          : new Challenge(claims);
    } catch (ParseException | RuntimeException e) {
      return null;
    }
  }

  /** Shows names alone. */
  @Override
  public String toString() {
    return "TokenReply" + fields.keySet();
  }
}
