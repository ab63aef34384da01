package dev.tokenward.vault.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tokenward.core.Secret;
import dev.tokenward.core.StoredToken;
import dev.tokenward.vault.access.RequestRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies in both directions. A stream that nobody ends would otherwise hang the build. */
@Timeout(120)
class StreamingTest {

  private static final int MEBI = 1 << 20;

  @TempDir Path folder;
  private Upstream upstream;
  private ProxiedVault vault;
  private String authorization;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    upstream = new Upstream(folder.resolve("anchor.pem"));
    vault =
        ProxiedVault.to(upstream.url() + "/acme")
            .trusting(folder.resolve("anchor.pem"))
            .token(() -> StoredToken.basic("", Secret.of("the-secret")))
            .start();
    authorization = RawHttp.basic(vault.pat(RequestRules.ANY));
  }

  @AfterEach
  void stop() {
    vault.close();
    upstream.close();
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create(vault.url() + "/proxy/ado/acme/x"))
        .header("Authorization", authorization);
  }

  private String head(String line, String... headers) {
    StringBuilder more = new StringBuilder("Authorization: " + authorization);
    for (String each : headers) {
      more.append("\r\n").append(each);
    }
    return RawHttp.head(
        line + " /proxy/ado/acme/x", "Host: 127.0.0.1:" + vault.port(), more.toString());
  }

  private static boolean echo(Request request, Response response, Callback callback) {
    response
        .getHeaders()
        .put("X-Length", String.valueOf(request.getHeaders().get("Content-Length")));
    response
        .getHeaders()
        .put("X-Coding", String.valueOf(request.getHeaders().get("Transfer-Encoding")));
    Content.copy(request, response, callback);
    return true;
  }

  @Test
  void upload_withLength_arrivesWithIt() throws Exception {
    upstream.answer(StreamingTest::echo);
    byte[] body = new byte[3 * MEBI + 17];
    HttpResponse<byte[]> answer =
        client.send(
            request().POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Length")).hasValue(String.valueOf(body.length));
    assertThat(answer.body()).isEqualTo(body);
  }

  @Test
  void upload_inChunks_arrivesInChunks() throws Exception {
    upstream.answer(StreamingTest::echo);
    byte[] body = new byte[MEBI];
    HttpResponse<byte[]> answer =
        client.send(
            request()
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("X-Coding")).hasValue("chunked");
    assertThat(answer.body()).isEqualTo(body);
  }

  @Test
  void upload_ofNothing_arrivesWithLengthZero() throws Exception {
    upstream.answer(StreamingTest::echo);
    HttpResponse<String> answer =
        client.send(request().POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Length")).hasValue("0");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void upload_ofTheClientsType_keepsItAndGainsNone() throws Exception {
    upstream.answer(StreamingTest::echo);
    client.send(request().POST(BodyPublishers.ofString("x")).build(), BodyHandlers.discarding());
    assertThat(upstream.onlyRequest().header("Content-Type")).isEmpty();
  }

  @Test
  void upload_thatWaitsFor100_isAskedForByTheUpstream() throws Exception {
    upstream.answer(StreamingTest::echo);
    try (RawHttp connection = RawHttp.to(vault)) {
      connection.send(head("POST", "Expect: 100-continue", "Content-Length: 5"));
      assertThat(connection.until("\r\n\r\n")).startsWith("HTTP/1.1 100");
      connection.send("hello");
      assertThat(connection.all()).startsWith("HTTP/1.1 200").endsWith("hello");
    }
  }

  @Test
  void upload_thatWaitsFor100_ofNobody_isNeverAskedFor() throws Exception {
    try (RawHttp connection = RawHttp.to(vault)) {
      connection.send(
          RawHttp.head(
              "POST /proxy/ado/acme/x",
              "Host: 127.0.0.1:" + vault.port(),
              "Expect: 100-continue",
              "Content-Length: 5"));
      assertThat(connection.all()).startsWith("HTTP/1.1 401").doesNotContain("100 Continue");
    }
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void upload_thatTheUpstreamRefusesByItsHead_isNeverAskedFor() throws Exception {
    upstream.answer(
        (request, response, callback) -> {
          response.setStatus(413);
          Content.Sink.write(response, true, "too much", callback);
          return true;
        });
    try (RawHttp connection = RawHttp.to(vault)) {
      connection.send(head("POST", "Expect: 100-continue", "Content-Length: 5"));
      assertThat(connection.all())
          .startsWith("HTTP/1.1 413")
          .endsWith("too much")
          .doesNotContain("100 Continue");
    }
  }

  @Test
  void upload_thatBreaksOff_endsUpstreamToo() throws Exception {
    CompletableFuture<Throwable> broken = new CompletableFuture<>();
    upstream.answer(
        (request, response, callback) -> {
          try {
            Content.Source.asByteBuffer(request);
            callback.succeeded();
          } catch (IOException e) {
            broken.complete(e);
            callback.failed(e);
          }
          return true;
        });
    try (RawHttp connection = RawHttp.to(vault)) {
      connection.send(head("POST", "Content-Length: 100000") + "only this");
    }
    assertThat(broken.get()).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({"GET, 204", "GET, 304", "HEAD, 200", "HEAD, 404", "DELETE, 204"})
  void answer_withoutABody_hasNone(String method, int status) throws Exception {
    upstream.answer(
        (request, response, callback) -> {
          response.setStatus(status);
          response.getHeaders().put("ETag", "\"1\"");
          if (method.equals("HEAD")) {
            response.getHeaders().put("Content-Length", "1000");
          }
          callback.succeeded();
          return true;
        });
    try (RawHttp connection = RawHttp.to(vault)) {
      connection.send(head(method));
      String answer = connection.all();
      assertThat(answer).startsWith("HTTP/1.1 " + status).contains("ETag: \"1\"");
      assertThat(answer).endsWith("\r\n\r\n").containsOnlyOnce("\r\n\r\n");
      assertThat(answer.contains("Content-Length: 1000")).isEqualTo(method.equals("HEAD"));
    }
  }

  @Test
  void answer_inGzip_passesUntouched() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("hello".getBytes(StandardCharsets.UTF_8));
    }
    upstream.answer(
        (request, response, callback) -> {
          response.getHeaders().put("Content-Encoding", "gzip");
          response.write(true, ByteBuffer.wrap(packed.toByteArray()), callback);
          return true;
        });
    HttpResponse<byte[]> answer =
        client.send(
            request().header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(answer.body()).isEqualTo(packed.toByteArray());
    assertThat(upstream.onlyRequest().header("Accept-Encoding")).hasValue("gzip");
  }

  @Test
  void download_isReadFromTheUpstreamOnlyAsFastAsTheClientReads() throws Exception {
    AtomicLong written = new AtomicLong();
    int whole = 96 * MEBI;
    upstream.answer(
        (request, response, callback) -> {
          try (OutputStream out = Content.Sink.asOutputStream(response)) {
            byte[] block = new byte[MEBI];
            for (int i = 0; i < whole / MEBI; i++) {
              out.write(block);
              written.addAndGet(MEBI);
            }
          }
          callback.succeeded();
          return true;
        });
    long read = 0;
    HttpResponse<InputStream> answer = client.send(request().build(), BodyHandlers.ofInputStream());
    try (InputStream in = answer.body()) {
      for (byte[] block = in.readNBytes(MEBI); block.length > 0; block = in.readNBytes(MEBI)) {
        read += block.length;
        // What sockets and the client's own queue hold; a proxy that reads ahead passes it soon.
        assertThat(written.get() - read).isLessThan(48L * MEBI);
      }
    }
    assertThat(read).isEqualTo(whole);
  }

  @Test
  void download_whoseTokenIsRevoked_isCutAtTheNextChunk() throws Exception {
    CountDownLatch revoked = new CountDownLatch(1);
    upstream.answer(
        (request, response, callback) -> {
          try (OutputStream out = Content.Sink.asOutputStream(response)) {
            out.write("first".getBytes(StandardCharsets.UTF_8));
            out.flush();
            revoked.await();
            out.write("second".getBytes(StandardCharsets.UTF_8));
          }
          callback.succeeded();
          return true;
        });
    try (RawHttp connection = RawHttp.to(vault)) {
      connection.send(head("GET"));
      assertThat(connection.until("first")).startsWith("HTTP/1.1 200");
      vault.revokeAll();
      revoked.countDown();
      // No second chunk, and no last one that would make it look whole.
      assertThat(connection.all()).doesNotContain("second").doesNotContain("\r\n0\r\n");
    }
    assertThat(vault.audit().nextClosed().detail()).isEqualTo("cut off");
  }

  @Test
  void upload_whoseTokenIsRevoked_isCutAtTheNextChunk() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    upstream.answer(
        (request, response, callback) -> {
          try (InputStream in = Content.Source.asInputStream(request)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
              seen.write(next);
              first.countDown();
            }
            callback.succeeded();
          } catch (IOException e) {
            callback.failed(e);
          } finally {
            ended.complete(null);
          }
          return true;
        });
    try (RawHttp connection = RawHttp.to(vault)) {
      connection.send(head("POST", "Transfer-Encoding: chunked") + "5\r\nfirst\r\n");
      first.await();
      vault.revokeAll();
      connection.send("6\r\nsecond\r\n");
      assertThat(connection.all()).startsWith("HTTP/1.1 401").contains("revoked");
    }
    ended.get();
    assertThat(seen.toString(StandardCharsets.UTF_8)).isEqualTo("first");
  }

  @Test
  void client_thatLeavesHalfway_endsTheUpstreamAndHurtsNobody() throws Exception {
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    upstream.answer(
        (request, response, callback) -> {
          try (OutputStream out = Content.Sink.asOutputStream(response)) {
            while (true) {
              out.write(new byte[MEBI]);
            }
          } catch (IOException e) {
            failed.complete(e);
            callback.failed(e);
          }
          return true;
        });
    try (RawHttp connection = RawHttp.to(vault)) {
      connection.send(head("GET"));
      assertThat(connection.until("\r\n\r\n")).startsWith("HTTP/1.1 200");
    }
    assertThat(failed.get()).isInstanceOf(IOException.class);
    upstream.answer(StreamingTest::echo);
    assertThat(client.send(request().build(), BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void upstream_thatBreaksOffHalfway_isNeverPassedOffAsWhole() throws Exception {
    upstream.answer(
        (request, response, callback) -> {
          response.getHeaders().put("Content-Length", "100");
          response.write(
              false,
              ByteBuffer.wrap("half".getBytes(StandardCharsets.UTF_8)),
              Callback.from(
                  () -> request.getConnectionMetaData().getConnection().getEndPoint().close()));
          return true;
        });
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> client.send(request().build(), BodyHandlers.ofString()));
  }

  @Test
  void requests_onOneConnection_areEachDecided() throws Exception {
    String first =
        "GET /proxy/ado/acme/x HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: %s\r\n\r\n"
            .formatted(vault.port(), authorization);
    String second =
        "GET /proxy/ado/acme/x HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n";
    try (RawHttp connection = RawHttp.to(vault)) {
      connection.send(first + second.formatted(vault.port()));
      assertThat(connection.all()).startsWith("HTTP/1.1 200").contains("HTTP/1.1 401");
    }
    assertThat(upstream.requests()).hasSize(1);
  }
}
