package dev.tokenward.testkit.legacy;

import dev.tokenward.testkit.http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a page asks a user, and what the app wants back. */
record LegacyQuestion(LegacyApp app, String scopes, Optional<String> state) {

  /** Sends the browser back with {@code field}. */
  Reply back(String field, String value) {
    String uri = app.redirectUri();
    String query =
        field + "=" + encoded(value) + state.map(text -> "&state=" + encoded(text)).orElse("");
    return Reply.empty(302)
        .header("Location", uri + (uri.contains("?") ? "&" : "?") + query)
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer");
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "LegacyQuestion[" + app.clientId() + "]";
  }
}
