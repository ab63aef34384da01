package dev.tokenward.core;

import dev.tokenward.testkit.entra.EntraApp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The grant of client credentials, claims included, with nothing but the runtime. */
record ClientCredentialsByHand(String authority, EntraApp app, TokenRuntime runtime)
    implements TokenSource {

  private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  @Override
  public AccessToken token(TokenRequest request) {
    try {
      HttpSender.Response response = runtime.http().send(grant(request.claims()));
      Matcher token = TOKEN.matcher(response.body());
      if (token.find()) {
        return MintedToken.bearer(token.group(1), runtime.clock().instant(), Duration.ofHours(1));
      }
    } catch (IOException e) {
      throw new TokenException(TokenException.Reason.UNREACHABLE, "No answer: " + e, "Look.");
    }
    throw new TokenException(TokenException.Reason.REJECTED, "No token", "Look.");
  }

  private HttpSender.Request grant(@Nullable String claims) {
    String form =
        "grant_type=client_credentials&client_id="
            + app.clientId()
            + "&client_secret="
            + app.clientSecret()
            + "&scope=https://app.vssps.visualstudio.com/.default"
            + (claims == null ? "" : "&claims=" + encoded(claims));
    return new HttpSender.Request(
        "POST",
        URI.create(authority + "/oauth2/v2.0/token"),
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        form,
        Duration.ofSeconds(20),
        true);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
