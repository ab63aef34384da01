package dev.tokenward.vault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams of more bytes than the vault has memory, in both directions, several at once. */
@Timeout(300)
class ConstantMemoryTest {

  private static final int MEBI = 1 << 20;
  private static final int STREAMS = 4;
  private static final int MEBIS_EACH = Integer.getInteger("proxy.mebibytes", 40);

  @TempDir Path folder;
  private Upstream upstream;
  private SmallVault vault;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() throws Exception {
    upstream = new Upstream(folder.resolve("anchor.pem"));
    vault = SmallVault.before(upstream, folder.resolve("anchor.pem"));
  }

  @AfterEach
  void stop() throws Exception {
    vault.close();
    upstream.close();
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create(vault.url() + "/proxy/ado/acme/x"))
        .header("Authorization", RawHttp.basic(vault.token()));
  }

  @Test
  void downloads_largerThanMemory_arriveWhole() {
    upstream.answer(
        (request, response, callback) -> {
          try (OutputStream out = Content.Sink.asOutputStream(response)) {
            for (int i = 0; i < MEBIS_EACH; i++) {
              out.write(new byte[MEBI]);
            }
          }
          callback.succeeded();
          return true;
        });
    List<CompletableFuture<Long>> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      streams.add(
          client
              .sendAsync(request().build(), BodyHandlers.ofInputStream())
              .thenApplyAsync(answer -> count(answer.body())));
    }
    assertThat(streams)
        .allSatisfy(each -> assertThat(each.join()).isEqualTo((long) MEBIS_EACH * MEBI));
    assertThat(vault.alive()).isTrue();
  }

  @Test
  void uploads_largerThanMemory_arriveWhole() {
    upstream.answer(
        (request, response, callback) -> {
          try (InputStream in = Content.Source.asInputStream(request)) {
            Content.Sink.write(response, true, String.valueOf(count(in)), callback);
          }
          return true;
        });
    List<CompletableFuture<String>> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      streams.add(
          client
              .sendAsync(
                  request().POST(BodyPublishers.ofInputStream(ConstantMemoryTest::body)).build(),
                  BodyHandlers.ofString())
              .thenApply(answer -> answer.statusCode() + " " + answer.body()));
    }
    assertThat(streams)
        .allSatisfy(each -> assertThat(each.join()).isEqualTo("200 " + MEBIS_EACH * MEBI));
    assertThat(vault.alive()).isTrue();
  }

  private static InputStream body() {
    return new SequenceInputStream(
        Collections.enumeration(
            Collections.nCopies(MEBIS_EACH, new byte[MEBI]).stream()
                .map(ByteArrayInputStream::new)
                .toList()));
  }

  private static long count(InputStream in) {
    try (in) {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
