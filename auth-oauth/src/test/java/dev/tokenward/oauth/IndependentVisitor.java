package dev.tokenward.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Does at pages of a provider what a person with a browser would: follows redirects, keeps cookies,
 * fills forms. Every cookie goes back, since the provider is the only site that is visited, and on
 * loopback.
 */
final class IndependentVisitor {

  private static final int STEPS = 20;
  private static final Pattern FORM =
      Pattern.compile("<form[^>]*?action=\"([^\"]*)\"(.*?)</form>", Pattern.DOTALL);
  private static final Pattern FIELD = Pattern.compile("<(?:input|button)\\b[^>]*>");
  private static final Pattern NAME = Pattern.compile("\\bname=\"([^\"]*)\"");
  private static final Pattern VALUE = Pattern.compile("\\bvalue=\"([^\"]*)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final Map<String, String> answers = new HashMap<>();
  private String avoided = "cancel";

  /** Fills {@code value} into the field of this name, wherever it is asked for. */
  IndependentVisitor answer(String field, String value) {
    answers.put(field, value);
    return this;
  }

  /** Declines what it is asked to agree to. */
  IndependentVisitor declining() {
    avoided = "accept";
    return this;
  }

  /**
   * Opens {@code page}, and goes on.
   *
   * @return where it ends: at the app, which is not fetched, or at a page without a form
   */
  URI visit(URI page) {
    URI here = page;
    HttpResponse<String> shown = send(HttpRequest.newBuilder(page));
    for (int step = 0; step < STEPS; step++) {
      Matcher form = FORM.matcher(shown.body());
      if (shown.headers().firstValue("Location").isPresent()) {
        here = here.resolve(shown.headers().firstValue("Location").orElseThrow());
        if (here.getHost().endsWith(".example")) {
          return here;
        }
        shown = send(HttpRequest.newBuilder(here));
      } else if (form.find()) {
        here = here.resolve(unescaped(form.group(1)));
        shown = send(filled(here, form.group(2)));
      } else {
        return here;
      }
    }
    throw new IllegalStateException("still asked after " + STEPS + " pages, at " + here.getPath());
  }

  private HttpRequest.Builder filled(URI action, String form) {
    Map<String, String> fields = new LinkedHashMap<>();
    FIELD.matcher(form).results().forEach(tag -> fill(fields, tag.group()));
    String body =
        fields.entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(action)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body));
  }

  private void fill(Map<String, String> fields, String tag) {
    Matcher name = NAME.matcher(tag);
    Matcher value = VALUE.matcher(tag);
    if (name.find() && !name.group(1).equals(avoided)) {
      String usual = value.find() ? unescaped(value.group(1)) : "";
      fields.put(name.group(1), answers.getOrDefault(name.group(1), usual));
    }
  }

  private static String unescaped(String text) {
    return text.replace("&#61;", "=").replace("&quot;", "\"").replace("&amp;", "&");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    // Keycloak takes a code of a device for a request of the device itself otherwise.
    request.header("Accept", "text/html");
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream().map(Object::toString).collect(Collectors.joining("; ")));
    }
    HttpResponse<String> response = exchange(http, request);
    response.headers().allValues("Set-Cookie").forEach(this::keep);
    return response;
  }

  private void keep(String header) {
    String[] pair = header.split(";", 2)[0].split("=", 2);
    if (pair[1].isEmpty() || header.contains("Max-Age=0")) {
      cookies.remove(pair[0]);
    } else {
      cookies.put(pair[0], pair[1]);
    }
  }

  /** Sends {@code request}, and waits for the answer for half a minute at most. */
  static HttpResponse<String> exchange(HttpClient http, HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at a page", e);
    }
  }
}
