package dev.tokenward.testkit.pipelines;

import dev.tokenward.testkit.entra.OidcIssuer;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.WebRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** A job of GitHub Actions with the permission {@code id-token: write}. */
record GitHubJob(
    OidcIssuer issuer, String subject, String url, String token, InstantSource clock)
    implements Job {

  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final String NO_AUDIENCE = "https://github.com/acme";

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "ACTIONS_ID_TOKEN_REQUEST_URL", url, "ACTIONS_ID_TOKEN_REQUEST_TOKEN", token);
  }

  @Override
  public Reply answer(WebRequest request) {
    if (!request.header("Authorization").filter(this::isOurs).isPresent()) {
      return Reply.json(401, Map.of("message", "Bad credentials"));
    }
    if (!request.method().equals("GET")) {
      return Reply.empty(405);
    }
    String audience = request.query("audience").orElse(NO_AUDIENCE);
    String assertion = issuer.assertion(subject, audience, clock.instant(), LIFE);
    return Reply.json(200, Map.of("count", assertion.length(), "value", assertion));
  }

  private boolean isOurs(String authorization) {
    return authorization.equalsIgnoreCase("Bearer " + token);
  }

  @Override
  public String toString() {
    return "GitHubJob[" + subject + "]";
  }
}
