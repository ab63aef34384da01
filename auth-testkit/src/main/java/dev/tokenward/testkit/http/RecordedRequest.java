package dev.tokenward.testkit.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What the emulator saw of one request, credentials included. Immutable.
 *
 * @param method the HTTP method
 * @param path the path as it was sent, still encoded
 * @param query the query as it was sent, or null without one
 * @param headers all headers; look-up ignores case
 * @param at when it arrived, by the emulator's clock
 */
public record RecordedRequest(
    String method,
    String path,
    @Nullable String query,
    Map<String, List<String>> headers,
    Instant at) {

  static RecordedRequest of(Request request, Instant at) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HttpField field : request.getHeaders()) {
      headers.put(field.getName(), request.getHeaders().getValuesList(field.getName()));
    }
    return new RecordedRequest(
        request.getMethod(),
        request.getHttpURI().getPath(),
        request.getHttpURI().getQuery(),
        headers,
        at);
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** Method and path only: a header may carry a credential. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
