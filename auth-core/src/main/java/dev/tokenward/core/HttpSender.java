package dev.tokenward.core;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sends one HTTP request and waits for the whole answer. Never follows a redirect: an answer is an
 * answer. Implementations are thread-safe and read at most {@link #LONGEST_BODY} bytes.
 */
@FunctionalInterface
public interface HttpSender {

  /** The longest answer read, in bytes; a longer one is an {@link IOException}. */
  int LONGEST_BODY = 1 << 20;

  /**
   * Sends {@code request}.
   *
   * @throws IOException when no complete answer came in time; its message holds no header, body or
   *     query
   */
  Response send(Request request) throws IOException;

  /**
   * Sends through a client of one's own, for a private certificate authority or a proxy:
   *
   * <pre>{@code
   * TokenRuntime.system().withHttp(HttpSender.over(client))
   * }</pre>
   *
   * @throws IllegalArgumentException when {@code client} follows redirects: a secret would follow
   *     with them
   */
  static HttpSender over(HttpClient client) {
    return new JdkHttpSender(client);
  }

  /**
   * A request.
   *
   * @param headers names in any case, one value each
   * @param body sent as UTF-8; empty for none
   * @param timeout from the start to the last byte of the answer
   * @param repeatable whether sending it twice does no harm; decides what a retry may do
   */
  record Request(
      String method,
      URI uri,
      Map<String, String> headers,
      String body,
      Duration timeout,
      boolean repeatable) {

    /** Copies the headers. */
    public Request {
      headers = Map.copyOf(headers);
    }

    /** A repeatable GET. */
    public static Request get(URI uri, Map<String, String> headers, Duration timeout) {
      return new Request("GET", uri, headers, "", timeout, true);
    }

    /** This request with another timeout. */
    Request within(Duration limit) {
      return new Request(method, uri, headers, body, limit, repeatable);
    }

    /** Host and port, without a user. */
    String authority() {
      return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /** Method, scheme, host and port: nothing of path, query, header or body. */
    @Override
    public String toString() {
      return method + " " + uri.getScheme() + "://" + authority();
    }
  }

  /**
   * An answer.
   *
   * @param headers names compared ignoring case
   * @param body read as UTF-8
   */
  record Response(int status, Map<String, List<String>> headers, String body) {

    /** Copies the headers into a map that ignores the case of names. */
    public Response {
      Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      copy.putAll(headers);
      headers = copy;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
      return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The status alone. */
    @Override
    public String toString() {
      return "HTTP " + status;
    }
  }
}
