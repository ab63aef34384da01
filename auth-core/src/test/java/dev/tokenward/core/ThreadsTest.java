package dev.tokenward.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the engine's work runs, when tokens come from a real server that fails now and then. */
class ThreadsTest {

  private static final int KEYS = 40;
  private static final int CALLERS_EACH = 5;
  private static final boolean VIRTUAL = Runtime.version().feature() >= 24;

  private final AtomicInteger requests = new AtomicInteger();
  private final Set<Thread> granting = ConcurrentHashMap.newKeySet();
  private final ExecutorService serving = Executors.newFixedThreadPool(8);
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final TokenRuntime runtime = TokenRuntime.system();
  private final HttpSender sender = new RetryingSender(runtime);

  @TempDir Path directory;

  ThreadsTest() throws IOException {
    server.setExecutor(serving);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    serving.shutdownNow();
  }

  @Test
  @Rule(16)
  void token_acquiredCold_pinsNoCarrierThread() throws Exception {
    assertThat(pinned(this::acquire)).isEmpty();
    assertThat(granting).isNotEmpty().allMatch(thread -> virtual(thread) == VIRTUAL);
  }

  @Test
  @Rule(16)
  void pinned_threadThatBlocksInAnInitializer_isSeen() throws Exception {
    Executor threads = SystemRuntime.executor(Runtime.version().feature());
    List<RecordedEvent> seen =
        pinned(() -> CompletableFuture.runAsync(Blocks::load, threads).join());
    assertThat(seen.isEmpty()).as("without virtual threads nothing can pin").isEqualTo(!VIRTUAL);
  }

  @Test
  @Rule(16)
  void token_commonPoolBlockedByTheProgram_isAcquiredWithoutIt() throws Exception {
    ForkJoinPool pool = ForkJoinPool.commonPool();
    assertThat(pool.getParallelism()).as("futures use it from two on").isGreaterThan(1);
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(pool.getParallelism());
    try {
      for (int i = 0; i < pool.getParallelism(); i++) {
        pool.execute(
            () -> {
              blocked.countDown();
              await(over);
            });
      }
      blocked.await();
      acquire();
      assertThat(pool.getQueuedSubmissionCount() + pool.getQueuedTaskCount()).isZero();
    } finally {
      over.countDown();
    }
  }

  private void acquire() {
    List<TokenEvent> heard = new CopyOnWriteArrayList<>();
    try (CachingTokenSource source =
        CachingTokenSource.around(
            "devops", this::grant, runtime, CacheSettings.DEFAULT, heard::add)) {
      List<CompletableFuture<AccessToken>> answers =
          IntStream.range(0, KEYS * CALLERS_EACH)
              .mapToObj(i -> TokenRequest.scopes("scope-" + i % KEYS))
              .map(request -> source.tokenAsync(request, Patience.DEFAULT))
              .toList();
      answers.forEach(CompletableFuture::join);
      AccessToken first = source.token(TokenRequest.scopes("scope-0"));
      assertThat(source.invalidate(first)).isTrue();
      assertThat(source.token(TokenRequest.scopes("scope-0"))).isNotEqualTo(first);
    }
  }

  private AccessToken grant(TokenRequest request) {
    granting.add(Thread.currentThread());
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    try {
      HttpSender.Request post =
          new HttpSender.Request("POST", uri, Map.of(), "grant", Duration.ofSeconds(20), true);
      String token = sender.send(post).body();
      return MintedToken.bearer(token, runtime.clock().instant(), Duration.ofHours(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every tenth request fails, and is repeated after a pause. */
  private void answer(HttpExchange exchange) throws IOException {
    int number = requests.incrementAndGet();
    exchange.getRequestBody().readAllBytes();
    byte[] body = ("token-" + number).getBytes(UTF_8);
    exchange.sendResponseHeaders(number % 10 == 0 ? 503 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private List<RecordedEvent> pinned(Runnable work) throws IOException {
    Path file = directory.resolve("pinned.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
        .toList();
  }

  /** Parks where no release can take a virtual thread off its carrier. */
  private static final class Blocks {
    static {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }

    static void load() {}
  }

  private static boolean virtual(Thread thread) {
    return thread.getClass().getName().contains("Virtual");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
