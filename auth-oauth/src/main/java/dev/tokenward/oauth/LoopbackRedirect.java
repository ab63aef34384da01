package dev.tokenward.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Receives one redirect on this machine (RFC 8252, 7.3). Whatever does not carry the state that is
 * waited for is turned away and changes nothing. The browser is sent on at once, so that no code
 * stays in its address line or history.
 */
final class LoopbackRedirect implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String DONE = "/done";
  private static final String PAGE =
      """
      <!doctype html><html lang="en"><meta charset="utf-8">
      <meta name="viewport" content="width=device-width"><title>Signed in</title>
      <body style="font-family:sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem">
      <h1>Back to your program</h1><p>It has what it needs. You may close this page.</p></body></html>
      """;

  private final HttpServer server;
  private final CompletableFuture<Map<String, String>> parameters = new CompletableFuture<>();

  private LoopbackRedirect(HttpServer server) {
    this.server = server;
  }

  static LoopbackRedirect open() {
    try {
      InetAddress here = InetAddress.getLoopbackAddress();
      return new LoopbackRedirect(HttpServer.create(new InetSocketAddress(here, 0), 0));
    } catch (IOException e) {
      throw new TokenException(
          Reason.CONFIGURATION,
          "No port of this machine can be opened for the browser to come back to",
          "Sign in by device code instead.");
    }
  }

  /** Entra ID ignores the port of this very name. */
  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }

  void listenFor(String state) {
    server.createContext("/", exchange -> handle(exchange, state));
    server.start();
  }

  private void handle(HttpExchange exchange, String state) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      Map<String, String> given = query(exchange.getRequestURI());
      if (exchange.getRequestURI().getPath().equals(DONE)) {
        answer(exchange, 200, PAGE);
      } else if (state.equals(given.get("state"))) {
        exchange.getResponseHeaders().set("Location", DONE);
        exchange.sendResponseHeaders(303, -1);
        parameters.complete(given);
      } else {
        answer(exchange, 404, "<!doctype html><title>Nothing here</title>");
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String page) throws IOException {
    byte[] bytes = page.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange
        .getResponseHeaders()
        .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> first = new HashMap<>();
    URLUtils.parseParameters(uri.getRawQuery())
        .forEach((name, values) -> first.put(name, values.get(0)));
    return first;
  }

  /** Waits for the browser to come back. */
  Map<String, String> await() {
    try {
      return parameters.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new TokenException(
          Reason.TIMED_OUT, "Nobody signed in within ten minutes", "Begin again.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException(
          Reason.INTERRUPTED, "Interrupted while a person signs in", "Begin again.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("It is never completed by a failure", e);
    }
  }

  @Override
  public void close() {
    // Leaves the browser a moment to fetch the page that it was sent to.
    server.stop(1);
  }
}
