package dev.tokenward.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What an authorization request says beside what the flow itself needs it to say. */
final class AuthorizationParameters {

  /** Who is to sign in (OpenID Connect Core 1.0, 3.1.2.1). */
  static final String HINT = "login_hint";

  /** What the flow sets and checks, what would replace that, and what has no place in a browser. */
  private static final Set<String> OWN =
      Set.of(
          "client_id",
          "client_secret",
          "client_assertion",
          "client_assertion_type",
          "response_type",
          "response_mode",
          "redirect_uri",
          "scope",
          "state",
          "nonce",
          "code_verifier",
          "request",
          "request_uri",
          "registration",
          "claims",
          "id_token_hint",
          "dpop_jkt");

  /** Without those that some servers read as another name: a dot as an underscore, say. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private AuthorizationParameters() {}

  /**
   * What {@code preset} says of the account, and what {@code written} says instead or besides.
   *
   * @param account who is expected; empty where nobody is
   * @param written as a query is, such as {@code access_type=offline&prompt=consent}
   * @throws IllegalArgumentException saying what is wrong, to be read after the field's name
   */
  static Map<String, String> of(Preset preset, String account, String written) {
    Map<String, String> given = read(written);
    String expected = given.getOrDefault(HINT, account);
    Map<String, String> all = new TreeMap<>();
    (expected.isEmpty() ? preset.choosing() : preset.expecting())
        .forEach((name, template) -> all.put(name, template.replace("{account}", expected)));
    all.putAll(given);
    return Collections.unmodifiableMap(all);
  }

  private static Map<String, String> read(String written) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String pair : written.isEmpty() ? new String[0] : written.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals);
      if (!NAME.matcher(name).matches() || all.put(name, decoded(pair, equals + 1)) != null) {
        throw wrong();
      }
    }
    List<String> own = all.keySet().stream().filter(AuthorizationParameters::isOwn).toList();
    if (!own.isEmpty()) {
      throw new IllegalArgumentException(
          "must not set " + String.join(", ", own) + ": every sign-in sets its own");
    }
    return all;
  }

  private static String decoded(String pair, int from) {
    try {
      return URLDecoder.decode(pair.substring(from), UTF_8);
    } catch (IllegalArgumentException e) {
      // Without its cause, which quotes the value.
      throw wrong();
    }
  }

  /** Some servers do not tell capitals from small letters. */
  private static boolean isOwn(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return OWN.contains(small) || small.startsWith("code_challenge");
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "must be written as a query is, each name once, such as"
            + " access_type=offline&prompt=consent");
  }
}
