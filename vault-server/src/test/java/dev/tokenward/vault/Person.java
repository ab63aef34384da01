package dev.tokenward.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a browser of their own, which keeps cookies, before the pages of a vault. */
public final class Person {

  private static final Pattern FORM = Pattern.compile("name=\"form\" value=\"([^\"]*)\"");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .build();
  private final List<URI> history = new ArrayList<>();

  /** Opens a page, and goes where it is sent on to. */
  public HttpResponse<String> open(URI page) {
    HttpResponse<String> shown = get(page);
    return shown.statusCode() == 303 ? open(page.resolve(location(shown))) : shown;
  }

  /** Opens a page, and stays. */
  public HttpResponse<String> get(URI page) {
    HttpResponse<String> shown = send(HttpRequest.newBuilder(page));
    // A page that sends one on leaves no trace in a history.
    if (shown.statusCode() != 303) {
      history.add(page);
    }
    return shown;
  }

  /** Presses the button of a page that was opened; gives where that leads. */
  public URI proceed(HttpResponse<String> page) {
    return location(post(page.uri(), form(page)));
  }

  /** Sends a form with that content to a page. */
  public HttpResponse<String> post(URI page, String form) {
    return send(
        HttpRequest.newBuilder(page)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("form=" + URLEncoder.encode(form, UTF_8))));
  }

  /** What the form of a page brings. */
  public static String form(HttpResponse<String> page) {
    Matcher form = FORM.matcher(page.body());
    if (!form.find()) {
      throw new AssertionError("The page has no form: " + page.statusCode() + "\n" + page.body());
    }
    return form.group(1);
  }

  /** Where an answer sends the browser. */
  public static URI location(HttpResponse<String> answer) {
    return URI.create(
        answer
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new AssertionError(answer.statusCode() + "\n" + answer.body())));
  }

  /** What the address bar has shown. */
  public List<URI> history() {
    return history;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
