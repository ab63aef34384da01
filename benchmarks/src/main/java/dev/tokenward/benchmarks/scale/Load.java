package dev.tokenward.benchmarks.scale;

import dev.tokenward.benchmarks.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Requests about random credentials: of four, one lists, one reads, one gets a token, one tests.
 */
final class Load {

  private static final int CLIENTS = 4;

  private final Size size;
  private final URI url;
  private final String authorization;
  private final Progress progress;
  private final Random random = new Random(1);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Load(Size size, URI url, String authorization, Progress progress) {
    this.size = size;
    this.url = url;
    this.authorization = authorization;
    this.progress = progress;
  }

  /** Sends so many requests, and says how long they took. */
  Duration run(int requests) throws InterruptedException, ExecutionException {
    long begin = System.nanoTime();
    AtomicInteger next = new AtomicInteger();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      for (Future<?> client :
          IntStream.range(0, CLIENTS)
              .mapToObj(i -> clients.submit(() -> send(next, requests)))
              .toList()) {
        client.get();
      }
    } finally {
      clients.shutdownNow();
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private Void send(AtomicInteger next, int requests) throws IOException, InterruptedException {
    for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
      HttpResponse<String> answer =
          http.send(
              request(i).header("Authorization", authorization).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(answer.request() + " was answered with " + answer.statusCode());
      }
      progress.of("requests answered", i + 1, requests);
    }
    return null;
  }

  private HttpRequest.Builder request(int number) {
    String name = size.name(random.nextInt(size.credentials()));
    return switch (number % 4) {
      case 0 -> to("/v1/credentials?limit=50&after=" + name);
      case 1 -> to("/v1/credentials/" + name);
      case 2 -> post("/v1/credentials/" + name + "/token");
      default -> post("/v1/credentials/" + name + "/test");
    };
  }

  private HttpRequest.Builder post(String path) {
    return to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}"));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(url.resolve(path));
  }
}
