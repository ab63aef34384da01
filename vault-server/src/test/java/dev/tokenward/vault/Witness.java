package dev.tokenward.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server of somebody who means harm, of the vault's site but not of its origin: it gives pages,
 * and keeps what their scripts tell it at {@code /ran}. What is asked below {@code /proxy} it asks
 * of the vault, as a browser would that does not say what a request is for.
 */
final class Witness implements AutoCloseable {

  private static final List<String> PASSED_ON = List.of("Authorization", "Cookie", "Accept");
  private static final List<String> GIVEN_BACK =
      List.of("Content-Type", "Content-Security-Policy", "X-Content-Type-Options");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI vault;
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final List<String> cookies = new CopyOnWriteArrayList<>();

  Witness(URI vault) {
    this.vault = vault;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::page);
    server.createContext("/ran", this::tell);
    server.createContext("/proxy", this::passOn);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Gives a page from now on. */
  void page(String path, String html) {
    pages.put(path, html);
  }

  /** What scripts told. */
  List<String> ran() {
    return ran;
  }

  /** The cookies that browsers sent with what was passed on. */
  List<String> cookies() {
    return cookies;
  }

  private void page(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String html = pages.get(path);
    String type = path.endsWith(".js") ? "text/javascript" : "text/html;charset=utf-8";
    exchange.getResponseHeaders().set("Content-Type", type);
    send(exchange, html == null ? 404 : 200, html == null ? "" : html);
  }

  private void tell(HttpExchange exchange) throws IOException {
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    ran.add(URLDecoder.decode(query, UTF_8));
    send(exchange, 200, "");
  }

  private void passOn(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(vault.resolve(exchange.getRequestURI().toString()));
    for (String name : PASSED_ON) {
      exchange.getRequestHeaders().getOrDefault(name, List.of()).stream()
          .forEach(value -> request.header(name, value));
    }
    cookies.addAll(exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
    HttpResponse<String> answer = ask(request.build());
    for (String name : GIVEN_BACK) {
      answer.headers().firstValue(name).ifPresent(v -> exchange.getResponseHeaders().set(name, v));
    }
    send(exchange, answer.statusCode(), answer.body());
  }

  private HttpResponse<String> ask(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
