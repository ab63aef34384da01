package dev.tokenward.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Does at the emulator's consent pages what a person with a browser would, over HTTP, and stops
 * where it is sent back to the app. Thread-safe.
 */
public final class Browser {

  private static final Pattern ACTION =
      Pattern.compile("<form method=\"post\" action=\"([^\"]*)\">");
  private static final Pattern TICKET = Pattern.compile("name=\"ticket\" value=\"([^\"]*)\"");

  private final HttpClient http;

  Browser(SSLContext trust) {
    this.http = HttpClient.newBuilder().sslContext(trust).build();
  }

  /**
   * Opens {@code page}, chooses {@code userName} and approves.
   *
   * @return where the browser is sent, with a code or an error
   * @throws IllegalStateException if it is not sent anywhere, with the status and the code of the
   *     error
   */
  public URI approve(URI page, String userName) {
    return decide(page, userName, "approve");
  }

  /** Opens {@code page}, chooses {@code userName} and denies; as {@link #approve} otherwise. */
  public URI deny(URI page, String userName) {
    return decide(page, userName, "deny");
  }

  private URI decide(URI page, String userName, String decision) {
    HttpResponse<String> shown = send(HttpRequest.newBuilder(page));
    if (shown.statusCode() == 302) {
      return location(shown);
    }
    String form =
        "ticket=%s&user=%s&decision=%s"
            .formatted(
                found(TICKET, shown),
                URLEncoder.encode(userName, StandardCharsets.UTF_8),
                decision);
    return location(
        send(
            HttpRequest.newBuilder(page.resolve(found(ACTION, shown)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))));
  }

  private static URI location(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Location")
        .map(URI::create)
        .orElseThrow(() -> unexpected(response));
  }

  private static String found(Pattern pattern, HttpResponse<String> shown) {
    Matcher matcher = pattern.matcher(shown.body());
    if (!matcher.find()) {
      throw unexpected(shown);
    }
    return matcher.group(1);
  }

  // Of the page only what cannot hold a code.
  private static IllegalStateException unexpected(HttpResponse<String> response) {
    Matcher text = Pattern.compile("<p>(AADSTS\\d+|\\w+):").matcher(response.body());
    return new IllegalStateException(
        "the page answered " + response.statusCode() + (text.find() ? " " + text.group(1) : ""));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at a page", e);
    }
  }
}
