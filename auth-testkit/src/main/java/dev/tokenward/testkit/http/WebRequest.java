package dev.tokenward.testkit.http;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.UrlEncoded;

/** A request as the services read it. Confined to the thread that serves it. */
public final class WebRequest {

  private final Request request;
  private final List<String> segments;

  /** Reads the path of {@code request}: dots resolved, then split, then decoded. */
  public WebRequest(Request request) {
    this.request = request;
    this.segments =
        Arrays.stream(request.getHttpURI().getCanonicalPath().split("/"))
            .filter(segment -> !segment.isEmpty())
            .map(WebRequest::decoded)
            .toList();
  }

  // URLDecoder is made for forms, where a plus is a space; in a path it is a plus.
  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Scheme, host and port of the emulator, whatever the Host header says. */
  public String origin() {
    return "https://127.0.0.1:" + Request.getLocalPort(request);
  }

  /** Whether it came by TLS. */
  public boolean secure() {
    return request.isSecure();
  }

  /** The HTTP method. */
  public String method() {
    return request.getMethod();
  }

  /** The decoded segments of the path; a slash inside one was {@code %2F} on the wire. */
  public List<String> segments() {
    return segments;
  }

  /** The first value of a query parameter. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(Request.extractQueryParameters(request).getValue(name));
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** The media type of the body in lower case, without parameters; empty without one. */
  public String contentType() {
    String type = header(HttpHeader.CONTENT_TYPE.asString()).orElse("");
    return type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }

  /** The body, as UTF-8. May be read once. */
  public String body() {
    try {
      return Content.Source.asString(request, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RefusedException(Reply.text(400, "The request body could not be read."));
    }
  }

  /** The body as the fields of a form, each with its first value. May be read once. */
  public Map<String, String> form() {
    Map<String, String> fields = new HashMap<>();
    UrlEncoded.decodeTo(body(), fields::putIfAbsent, StandardCharsets.UTF_8);
    return fields;
  }
}
