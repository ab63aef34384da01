package dev.tokenward.testkit.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Answers that Azure DevOps gives and a {@link Fault} can force. */
public final class Replies {

  private Replies() {}

  /** The page for people, with a status that a careless client takes for success. */
  public static Reply signInPage() {
    return Reply.html(
            203,
            """
            <!DOCTYPE html>
            <html lang="en">
            <head><title>Azure DevOps Services | Sign In</title></head>
            <body><p>Sign in to continue.</p></body>
            </html>
            """)
        .header("X-Content-Type-Options", "nosniff");
  }

  static Reply rateLimited(Instant now, Duration retryAfter) {
    String seconds = String.valueOf(retryAfter.toSeconds());
    String reset = String.valueOf(now.plus(retryAfter).getEpochSecond());
    return Reply.json(429, Map.of("message", RATE_LIMITED, "typeKey", "RequestBlockedException"))
        .header("Retry-After", seconds)
        .header("X-RateLimit-Resource", "Emulator")
        .header("X-RateLimit-Delay", seconds + ".000")
        .header("X-RateLimit-Limit", "200")
        .header("X-RateLimit-Remaining", "0")
        .header("X-RateLimit-Reset", reset);
  }

  private static final String RATE_LIMITED =
      "TF400733: The request has been canceled: Request was blocked due to exceeding usage of"
          + " resource Emulator in namespace Emulator.";
}
