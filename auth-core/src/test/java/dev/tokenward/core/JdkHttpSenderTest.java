package dev.tokenward.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JdkHttpSenderTest {

  private final HttpSender sender = TokenRuntime.system().http();
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  JdkHttpSenderTest() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void send_post_carriesMethodHeadersAndBody() throws IOException {
    server.createContext(
        "/token",
        exchange -> {
          String seen =
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Test")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          exchange.getResponseHeaders().add("X-Answer", "yes");
          answer(exchange, 201, seen.getBytes(UTF_8));
        });
    HttpSender.Response response =
        sender.send(
            new HttpSender.Request(
                "POST", uri("/token"), Map.of("X-Test", "1"), "grant=ä", seconds(10), false));
    assertThat(response.status()).isEqualTo(201);
    assertThat(response.body()).isEqualTo("POST 1 grant=ä");
    assertThat(response.header("x-ANSWER")).hasValue("yes");
  }

  @Test
  void send_redirect_isAnAnswer() throws IOException {
    server.createContext(
        "/old",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/new");
          answer(exchange, 302, new byte[0]);
        });
    server.createContext("/new", exchange -> answer(exchange, 200, new byte[0]));
    assertThat(sender.send(get("/old", seconds(10))).status()).isEqualTo(302);
  }

  @Test
  void send_longestBody_isRead() throws IOException {
    server.createContext("/", exchange -> answer(exchange, 200, new byte[HttpSender.LONGEST_BODY]));
    assertThat(sender.send(get("/", seconds(30))).body()).hasSize(HttpSender.LONGEST_BODY);
  }

  @Test
  void send_longerBody_isRefused() {
    server.createContext(
        "/", exchange -> answer(exchange, 200, new byte[HttpSender.LONGEST_BODY + 1]));
    assertThatThrownBy(() -> sender.send(get("/", seconds(30))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 1048576 bytes")
        .hasMessageNotContaining("secret");
  }

  @Test
  void send_bodyNeverEnds_timesOut() throws Exception {
    CompletableFuture<Void> over = new CompletableFuture<>();
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          over.join();
          exchange.close();
        });
    try {
      assertThatThrownBy(() -> sender.send(get("/", Duration.ofMillis(300))))
          .isInstanceOf(HttpTimeoutException.class)
          .hasMessageContaining("PT0.3S");
    } finally {
      over.complete(null);
    }
  }

  @Test
  void send_noAnswer_timesOut() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/?secret");
      assertThatThrownBy(
              () -> sender.send(HttpSender.Request.get(uri, Map.of(), Duration.ofMillis(200))))
          .isInstanceOf(HttpTimeoutException.class)
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void send_nobodyListens_saysSo() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    URI uri = URI.create("http://127.0.0.1:" + port + "/?secret");
    assertThatThrownBy(() -> sender.send(HttpSender.Request.get(uri, Map.of(), seconds(10))))
        .isInstanceOf(ConnectException.class)
        .hasMessage("GET http://127.0.0.1:" + port + " found no connection");
  }

  @Test
  void send_serverTalksNonsense_isNotQuoted() throws Exception {
    try (ServerSocket odd = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> talkNonsense(odd));
      URI uri = URI.create("http://127.0.0.1:" + odd.getLocalPort() + "/");
      Throwable thrown =
          catchThrowable(() -> sender.send(HttpSender.Request.get(uri, Map.of(), seconds(10))));
      answered.join();
      assertThat(thrown).isInstanceOf(IOException.class);
      assertThat(thrown.toString()).doesNotContain("echo-of-a-secret");
      assertThat(thrown).hasNoCause();
    }
  }

  private static void talkNonsense(ServerSocket server) {
    try (Socket socket = server.accept()) {
      assertThat(socket.getInputStream().read()).isPositive();
      socket.getOutputStream().write("echo-of-a-secret\r\n\r\n".getBytes(UTF_8));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void send_interrupted_keepsTheFlag() {
    server.createContext("/", exchange -> answer(exchange, 200, new byte[0]));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> sender.send(get("/", seconds(10)))).isInstanceOf(IOException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void over_clientThatFollowsRedirects_isRefused() {
    HttpClient follows =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    assertThatThrownBy(() -> HttpSender.over(follows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Redirect.NEVER");
  }

  @Test
  void over_ownClient_sendsThroughIt() throws IOException {
    server.createContext("/", exchange -> answer(exchange, 204, new byte[0]));
    HttpSender own = HttpSender.over(HttpClient.newHttpClient());
    TokenRuntime runtime = TokenRuntime.system().withHttp(own);
    assertThat(runtime.http().send(get("/", seconds(10))).status()).isEqualTo(204);
  }

  private HttpSender.Request get(String path, Duration timeout) {
    return HttpSender.Request.get(uri(path), Map.of(), timeout);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
