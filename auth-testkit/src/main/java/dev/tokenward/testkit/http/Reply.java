package dev.tokenward.testkit.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A whole answer, made before it is sent. Immutable.
 *
 * @param status the HTTP status
 * @param headers names and values in order; a name may repeat
 * @param body the body as text, sent as UTF-8
 */
public record Reply(int status, List<Map.Entry<String, String>> headers, String body) {

  /** Copies {@code headers}. */
  public Reply {
    headers = List.copyOf(headers);
  }

  /** Returns an answer without a body. */
  public static Reply empty(int status) {
    return new Reply(status, List.of(), "");
  }

  /** Returns an answer in plain text. */
  public static Reply text(int status, String body) {
    return empty(status).header("Content-Type", "text/plain; charset=utf-8").body(body);
  }

  /** Returns an HTML page. */
  public static Reply html(int status, String body) {
    return empty(status).header("Content-Type", "text/html; charset=utf-8").body(body);
  }

  /** Returns {@code value} as JSON. */
  public static Reply json(int status, Object value) {
    return empty(status)
        .header("Content-Type", "application/json; charset=utf-8")
        .body(Json.write(value));
  }

  /** Returns this answer with one header more. */
  public Reply header(String name, String value) {
    return headers(Map.of(name, value));
  }

  /** Returns this answer with {@code more} headers. */
  public Reply headers(Map<String, String> more) {
    List<Map.Entry<String, String>> all = new ArrayList<>(headers);
    all.addAll(more.entrySet());
    return new Reply(status, all, body);
  }

  /** Returns this answer with another body. */
  public Reply body(String text) {
    return new Reply(status, headers, text);
  }

  /** Sends this answer. */
  public void send(Response response, Callback callback) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    headers.forEach(h -> response.getHeaders().add(new HttpField(h.getKey(), h.getValue())));
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
