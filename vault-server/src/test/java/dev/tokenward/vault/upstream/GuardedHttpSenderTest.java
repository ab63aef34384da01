package dev.tokenward.vault.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tokenward.core.HttpSender;
import dev.tokenward.core.TokenException;
import dev.tokenward.testkit.http.HttpsListener;
import dev.tokenward.testkit.http.RecordedRequest;
import dev.tokenward.testkit.http.TrustAnchor;
import dev.tokenward.vault.upstream.GuardedClients.Timeouts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedHttpSenderTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;
  private HttpsListener server;
  private volatile Request.Handler answer;

  @BeforeEach
  void start() throws IOException {
    Clock clock = Clock.systemUTC();
    TrustAnchor trust = TrustAnchor.create(clock.instant(), new SecureRandom());
    trust.writeTo(folder.resolve("anchor.pem"));
    answer = GuardedHttpSenderTest::echo;
    server =
        new HttpsListener(
            0,
            trust,
            clock,
            new Handler.Abstract() {
              @Override
              public boolean handle(Request request, Response response, Callback callback)
                  throws Exception {
                return answer.handle(request, response, callback);
              }
            });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static boolean echo(Request request, Response response, Callback callback) {
    response.getHeaders().add("X-Two", "1");
    response.getHeaders().add("X-Two", "2");
    response.getHeaders().add("Set-Cookie", "a=b");
    Content.copy(request, response, callback);
    return true;
  }

  private GuardedHttpSender sender(String allowed, NameLookup lookup) {
    return new GuardedHttpSender(
        new GuardedClients(
            Destinations.of(List.of(allowed.replace("PORT", "" + server.port()), "127.0.0.1")),
            Optional.of(folder.resolve("anchor.pem")),
            lookup,
            Timeouts.DEFAULT));
  }

  private GuardedHttpSender sender() {
    return sender("127.0.0.1:PORT", NameLookup.PLATFORM);
  }

  private URI url(String path) {
    return URI.create("https://127.0.0.1:" + server.port() + path);
  }

  private HttpSender.Request get(String path) {
    return HttpSender.Request.get(url(path), Map.of(), LONG);
  }

  @Test
  void send_post_arrivesAsItIsAndTheAnswerComesBack() throws IOException {
    try (GuardedHttpSender sender = sender()) {
      HttpSender.Response response =
          sender.send(
              new HttpSender.Request(
                  "POST",
                  url("/token?x=%2F"),
                  Map.of("Content-Type", "application/x-www-form-urlencoded", "X-Own", "1"),
                  "grant=ü",
                  LONG,
                  true));
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("grant=ü");
      assertThat(response.headers().get("x-two")).containsExactly("1", "2");
      RecordedRequest seen = server.requests().get(0);
      assertThat(seen.query()).isEqualTo("x=%2F");
      assertThat(seen.headers().keySet())
          .containsExactlyInAnyOrder("Content-Type", "Content-Length", "X-Own", "Host");
    }
  }

  @Test
  void send_again_bringsNoCookie() throws IOException {
    try (GuardedHttpSender sender = sender()) {
      sender.send(get("/"));
      sender.send(get("/"));
    }
    assertThat(server.requests()).hasSize(2).allMatch(seen -> seen.header("Cookie").isEmpty());
  }

  @Test
  void send_redirectOrChallenge_isAnAnswer() throws IOException {
    try (GuardedHttpSender sender = sender()) {
      for (int status : new int[] {302, 307, 401, 407, 503}) {
        answer =
            (request, response, callback) -> {
              response.setStatus(status);
              response.getHeaders().put("Location", url("/next").toString());
              response.getHeaders().put("WWW-Authenticate", "Basic realm=\"x\"");
              callback.succeeded();
              return true;
            };
        assertThat(sender.send(get("/" + status)).status()).isEqualTo(status);
      }
    }
    assertThat(server.requests()).hasSize(5);
  }

  @Test
  void send_longestBody_isReadAndALongerOneIsNot() throws IOException {
    try (GuardedHttpSender sender = sender()) {
      answer = bytes(HttpSender.LONGEST_BODY);
      assertThat(sender.send(get("/")).body()).hasSize(HttpSender.LONGEST_BODY);
      answer = bytes(HttpSender.LONGEST_BODY + 1);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> sender.send(get("/secret?secret")))
          .withMessage("127.0.0.1 answered more than 1048576 bytes");
    }
  }

  private static Request.Handler bytes(int count) {
    return (request, response, callback) -> {
      Content.Sink.write(response, true, "x".repeat(count), callback);
      return true;
    };
  }

  /** Whoever may send a thing only once has to know that it was not. */
  @Test
  void send_whereNobodyListens_saysThatNothingWasSent() throws Exception {
    URI url = url("/secret?secret");
    try (GuardedHttpSender sender = sender()) {
      server.close();
      assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> sender.send(HttpSender.Request.get(url, Map.of(), LONG)))
          .withMessage("127.0.0.1 could not be reached: ConnectException")
          .withNoCause();
    }
  }

  @Test
  void send_silentServer_isGivenUpInTime() {
    answer = (request, response, callback) -> true;
    try (GuardedHttpSender sender = sender()) {
      HttpSender.Request request =
          HttpSender.Request.get(url("/secret"), Map.of(), Duration.ofMillis(200));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> sender.send(request))
          .withMessage("127.0.0.1 did not answer in time");
    }
  }

  @Test
  void send_interrupted_stopsAndStaysInterrupted() {
    answer =
        (request, response, callback) -> {
          callback.succeeded();
          return true;
        };
    try (GuardedHttpSender sender = sender()) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> sender.send(get("/")));
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void send_serverThatHangsUp_isNamedByHostOnly() {
    answer =
        (request, response, callback) -> {
          request.getConnectionMetaData().getConnection().getEndPoint().close();
          callback.succeeded();
          return true;
        };
    try (GuardedHttpSender sender = sender()) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> sender.send(get("/secret?secret")))
          .withMessageStartingWith("127.0.0.1 could not be reached")
          .withMessageNotContaining("secret")
          .withNoCause();
    }
  }

  @Test
  void send_destinationNotListed_isNobodysToRetry() {
    try (GuardedHttpSender sender = sender("microsoft", NameLookup.PLATFORM)) {
      assertThatExceptionOfType(TokenException.class)
          .isThrownBy(() -> sender.send(get("/")))
          .satisfies(
              e -> {
                assertThat(e.retryable()).isFalse();
                assertThat(e.code()).hasValue("destination-refused");
                assertThat(e.nextStep()).contains("destinations.allow");
              });
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void send_nameThatTurnsInward_isNotDialledThoughItWasGoodBefore() throws IOException {
    AtomicInteger lookups = new AtomicInteger();
    NameLookup rebinding =
        host ->
            List.of(
                InetAddress.getByAddress(
                    lookups.getAndIncrement() == 0
                        ? new byte[] {127, 0, 0, 1}
                        : new byte[] {10, 0, 0, 1}));
    try (GuardedHttpSender sender = sender("localhost:PORT", rebinding)) {
      HttpSender.Request request =
          HttpSender.Request.get(
              URI.create("https://localhost:" + server.port() + "/"),
              Map.of("Connection", "close"),
              LONG);
      assertThat(sender.send(request).status()).isEqualTo(200);
      assertThatExceptionOfType(TokenException.class)
          .isThrownBy(() -> sender.send(request))
          .withMessage("localhost leads to 10.0.0.1, a private address");
    }
  }

  @Test
  void send_nameWithOneInwardAddress_dialsTheOther() throws IOException {
    NameLookup mixed =
        host ->
            List.of(
                InetAddress.getByAddress(new byte[] {10, 0, 0, 1}),
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    try (GuardedHttpSender sender = sender("localhost:PORT", mixed)) {
      HttpSender.Request request =
          HttpSender.Request.get(
              URI.create("https://localhost:" + server.port() + "/"), Map.of(), LONG);
      assertThat(sender.send(request).status()).isEqualTo(200);
    }
  }

  @Test
  void send_unknownName_isUnreachable() {
    NameLookup none =
        host -> {
          throw new UnknownHostException("what the resolver said");
        };
    try (GuardedHttpSender sender = sender("x.example:PORT", none)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () ->
                  sender.send(
                      HttpSender.Request.get(
                          URI.create("https://x.example:" + server.port() + "/"), Map.of(), LONG)))
          .withMessage("x.example could not be reached: UnknownHostException");
    }
  }

  @Test
  void trustStore_thatIsNone_isNamed() throws IOException {
    Path none = folder.resolve("none.pem");
    Files.writeString(none, "nothing");
    for (Path each : List.of(none, folder.resolve("missing.pem"))) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(
              () ->
                  new GuardedClients(
                      Destinations.of(List.of()),
                      Optional.of(each),
                      NameLookup.PLATFORM,
                      Timeouts.DEFAULT))
          .withMessageContaining(each.toString());
    }
  }
}
