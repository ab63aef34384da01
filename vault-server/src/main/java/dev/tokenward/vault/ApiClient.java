package dev.tokenward.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the commands ask to the operator's own vault: over its Unix socket, or to the URL that
 * the operator names. It follows no redirect.
 */
final class ApiClient implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LIMIT_SECONDS = 60;

  /** An answer that is no refusal. */
  record Reply(int status, JsonNode body) {}

  private final HttpClient http = new HttpClient();
  private final URI base;
  private final @Nullable Transport transport;
  private final @Nullable String authorization;
  private final String nobodyThere;

  private ApiClient(
      URI base, @Nullable Transport transport, @Nullable String authorization, String nobodyThere) {
    this.base = base;
    this.transport = transport;
    this.authorization = authorization;
    this.nobodyThere = nobodyThere;
    http.setFollowRedirects(false);
    http.setHttpCookieStore(new HttpCookieStore.Empty());
    start();
  }

  /** Over a socket, as the user who runs this, or as the caller that {@code authorization} is. */
  static ApiClient overSocket(Path socket, @Nullable String authorization) {
    return new ApiClient(
        URI.create("http://localhost"),
        new Transport.TCPUnix(socket),
        authorization,
        "No vault listens at "
            + socket
            + ", or it runs as another user. Start it with: tokenward up. For a vault elsewhere,"
            + " give --url and --secret-file.");
  }

  /** To a vault that listens elsewhere. */
  static ApiClient to(URI url, String authorization) {
    String base = url.toString().replaceFirst("/+$", "");
    return new ApiClient(
        URI.create(base), null, authorization, "No vault answers at " + url + ". Check --url.");
  }

  private void start() {
    try {
      http.start();
      // None of them is wanted, and one would answer a challenge instead of telling of it.
      http.getProtocolHandlers().clear();
    } catch (Exception e) {
      throw new IllegalStateException("The HTTP client does not start", e);
    }
  }

  /** The path of a route, from its parts. */
  static String path(String... parts) {
    return Arrays.stream(parts)
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/", "/v1/", ""));
  }

  /**
   * The answer to a request.
   *
   * @throws CommandException when the vault refuses, or none answers
   */
  Reply send(String method, String path, @Nullable Map<String, ?> body) {
    Reply reply = exchange(method, path, body);
    if (reply.status() >= 300) {
      throw new CommandException(refusal(reply));
    }
    return reply;
  }

  /** The answer to a request, a refusal as well. */
  Reply exchange(String method, String path, @Nullable Map<String, ?> body) {
    try {
      ContentResponse response = request(method, path, body).send();
      byte[] content = response.getContent();
      return new Reply(response.getStatus(), JSON.readTree(content));
    } catch (IOException e) {
      throw new CommandException("What answers is no vault. Check --config or --url.");
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandException(nobodyThere);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("Stopped before the vault answered.");
    }
  }

  private Request request(String method, String path, @Nullable Map<String, ?> body)
      throws IOException {
    Request request =
        http.newRequest(URI.create(base + path))
            .method(method)
            .timeout(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (transport != null) {
      request.transport(transport);
    }
    if (authorization != null) {
      request.headers(headers -> headers.put(HttpHeader.AUTHORIZATION, authorization));
    }
    return body == null
        ? request
        : request.body(new BytesRequestContent("application/json", JSON.writeValueAsBytes(body)));
  }

  private static String refusal(Reply reply) {
    String detail = reply.body().path("detail").asText("HTTP " + reply.status());
    String next = reply.body().path("nextStep").asText("");
    return RouteWords.asCommands(next.isEmpty() ? detail + "." : detail + ". " + next);
  }

  @Override
  public void close() {
    try {
      http.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The HTTP client does not stop", e);
    }
  }
}
