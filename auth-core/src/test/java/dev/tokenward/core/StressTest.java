package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine on real threads. */
@Timeout(60)
class StressTest {

  private static final TokenRuntime RUNTIME = TokenRuntime.system();

  private final ExecutorService callers = Executors.newFixedThreadPool(16);

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  /** A source of tokens that counts what is done to it. */
  private static final class Counted implements TokenSource {
    final AtomicInteger grants = new AtomicInteger();
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger mostInFlight = new AtomicInteger();
    final CountDownLatch ended = new CountDownLatch(1);
    final CachingTokenSource cached =
        new CachingTokenSource(
            "devops", this, RUNTIME, CacheSettings.DEFAULT, TokenListener.NONE, ended::countDown);

    @Override
    public AccessToken token(TokenRequest request) {
      mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      String text = "token-" + grants.incrementAndGet();
      MintedToken token = MintedToken.bearer(text, RUNTIME.clock().instant(), Duration.ofHours(1));
      inFlight.decrementAndGet();
      return token;
    }
  }

  @Test
  @Rule(5)
  void token_thousandColdCallersOnOneKey_areOneGrant() {
    Counted counted = new Counted();
    CountDownLatch everyoneAsked = new CountDownLatch(1_000);
    TokenSource slow =
        request -> {
          await(everyoneAsked);
          return counted.token(request);
        };
    try (CachingTokenSource source = around(slow)) {
      List<CompletableFuture<AccessToken>> answers =
          IntStream.range(0, 1_000)
              .mapToObj(i -> ask(source, TokenRequest.DEFAULT, everyoneAsked))
              .toList();
      assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
      assertThat(counted.grants).hasValue(1);
    }
  }

  @Test
  @Rule(5)
  void token_thousandColdCallersOnTenKeys_areTenGrantsAndNoKeyWaitsForAnother() {
    Counted counted = new Counted();
    CountDownLatch everyoneAsked = new CountDownLatch(1_000);
    CountDownLatch othersAnswered = new CountDownLatch(900);
    TokenSource firstKeyLast =
        request -> {
          await(everyoneAsked);
          if (request.equals(TokenRequest.scopes("0"))) {
            await(othersAnswered);
          }
          return counted.token(request);
        };
    try (CachingTokenSource source = around(firstKeyLast)) {
      List<CompletableFuture<AccessToken>> answers =
          IntStream.range(0, 1_000)
              .mapToObj(i -> ask(source, TokenRequest.scopes("" + i % 10), everyoneAsked))
              .toList();
      CompletableFuture<?>[] told =
          answers.stream()
              .map(answer -> answer.thenRun(othersAnswered::countDown))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(told).join();
      assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(10);
      assertThat(counted.grants).hasValue(10);
    }
  }

  private static CachingTokenSource around(TokenSource source) {
    return CachingTokenSource.around(
        "devops", source, RUNTIME, CacheSettings.DEFAULT, TokenListener.NONE);
  }

  private CompletableFuture<AccessToken> ask(
      CachingTokenSource source, TokenRequest request, CountDownLatch asked) {
    CompletableFuture<AccessToken> answer = new CompletableFuture<>();
    callers.execute(
        () -> {
          var unused = source.tokenAsync(request, Patience.DEFAULT).thenAccept(answer::complete);
          asked.countDown();
        });
    return answer;
  }

  @Test
  @Rule({5, 11, 18})
  void hitInvalidateAndClose_racing_keepTheInvariants() throws Exception {
    for (int round = 0; round < 1_000; round++) {
      Counted counted = new Counted();
      CachingTokenSource source = counted.cached;
      List<CompletableFuture<Void>> running =
          IntStream.range(0, 8)
              .mapToObj(i -> CompletableFuture.runAsync(() -> hammer(source), callers))
              .toList();
      source.token();
      source.close();
      source.close();
      running.forEach(CompletableFuture::join);
      counted.ended.await();
      assertThat(counted.grants.get()).as("cold, and one for invalidation").isBetween(1, 2);
      assertThat(counted.mostInFlight).hasValue(1);
      assertThat(source.stats().held()).isZero();
    }
  }

  /** Asks and reports until the source is closed; any other failure is one of the test. */
  private static void hammer(CachingTokenSource source) {
    while (true) {
      try {
        AccessToken token = source.token();
        if (ThreadLocalRandom.current().nextInt(100) == 0) {
          source.invalidate(token);
        }
      } catch (TokenException e) {
        assertThat(e.reason()).isEqualTo(TokenException.Reason.CLOSED);
        return;
      }
    }
  }

  @Test
  @Rule(1)
  void fresh_whileTokensChange_neverGivesOneByTheTimeOfAnother() {
    TokenCell cell = new TokenCell(Clock.systemUTC()) {};
    Instant now = Instant.EPOCH.plusSeconds(7_200);
    Held good = kept(MintedToken.bearer("good", now, Duration.ofHours(1)));
    Held ended = kept(MintedToken.bearer("ended", Instant.EPOCH, Duration.ofHours(1)));
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Boolean> reader =
        CompletableFuture.supplyAsync(
            () -> {
              boolean seenEnded = false;
              while (!over.get()) {
                seenEnded |= ended.token().equals(cell.fresh(now.toEpochMilli()));
              }
              return seenEnded;
            },
            callers);
    for (int i = 0; i < 500_000; i++) {
      cell.hold(good);
      cell.hold(ended);
    }
    over.set(true);
    assertThat(reader.join()).isFalse();
  }

  private static Held kept(MintedToken token) {
    return new Held(token, Windows.of(token, 0, Duration.ZERO));
  }

  @Test
  @Rule(1)
  void token_hit_allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeTrue(threads.isThreadAllocatedMemorySupported(), "This platform does not count bytes");
    try (CachingTokenSource source = new Counted().cached) {
      Patience patience = Patience.DEFAULT.minRemaining(Duration.ofMinutes(5));
      TokenRequest request = TokenRequest.scopes("b", "a");
      hits(source, request, patience, 50_000);
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      hits(source, request, patience, 100_000);
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      assertThat(after - before).as("bytes in 200,000 hits").isLessThan(20_000);
    }
  }

  private static void hits(
      CachingTokenSource source, TokenRequest request, Patience patience, int times) {
    for (int i = 0; i < times; i++) {
      if (!source.token(request).equals(source.token(request, patience))) {
        throw new AssertionError("Not a hit");
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
