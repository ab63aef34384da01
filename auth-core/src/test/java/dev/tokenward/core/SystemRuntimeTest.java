package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SystemRuntimeTest {

  private static final Class<?> POOL = ThreadPoolExecutor.class;

  @Test
  @Rule(16)
  void executor_runsOnADaemonOutsideTheCommonPool() {
    Thread thread = run(TokenRuntime.system().executor());
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getClass().getName()).doesNotContain("ForkJoin");
    assertThat(thread.getName()).doesNotContain("commonPool");
  }

  @Test
  @Rule(16)
  void executor_beforeRelease24_isABoundedPoolThatIdlesOut() {
    ThreadPoolExecutor pool = (ThreadPoolExecutor) SystemRuntime.executor(23);
    assertThat(pool.getMaximumPoolSize()).isEqualTo(64);
    assertThat(pool.allowsCoreThreadTimeOut()).isTrue();
    CountDownLatch all = new CountDownLatch(1);
    List<CompletableFuture<Void>> tasks =
        IntStream.range(0, 200)
            .mapToObj(i -> CompletableFuture.runAsync(() -> await(all), pool))
            .toList();
    assertThat(pool.getPoolSize()).isEqualTo(64);
    all.countDown();
    CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new)).join();
  }

  @Test
  @Rule(16)
  void executor_fromRelease24_usesVirtualThreads() throws Exception {
    int release = Runtime.version().feature();
    assertThat(virtual(run(SystemRuntime.executor(release)))).isEqualTo(release >= 24);
  }

  @Test
  @Rule(16)
  void executor_ofRelease24_isNoPool() {
    // Before release 21 it says that there are no virtual threads.
    Throwable thrown =
        catchThrowable(() -> assertThat(SystemRuntime.executor(24)).isNotInstanceOf(POOL));
    assertThat(thrown == null || thrown instanceof IllegalStateException).isTrue();
  }

  private static boolean virtual(Thread thread) throws ReflectiveOperationException {
    // Before release 21 there is no such method, and no such thread.
    return Runtime.version().feature() >= 21
        && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
  }

  @Test
  @Rule(16)
  void token_syncAndAsync_grantNeverRunsOnTheCallersThread() {
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    try (CachingTokenSource source =
        CachingTokenSource.around(
            "devops",
            request -> {
              ran.complete(Thread.currentThread());
              return MintedToken.bearer(
                  "some-token", TokenRuntime.system().clock().instant(), Duration.ofHours(1));
            },
            TokenRuntime.system(),
            CacheSettings.DEFAULT,
            TokenListener.NONE)) {
      assertThat(source.token().authorization()).isEqualTo("Bearer some-token");
    }
    assertThat(ran.join()).isNotSameAs(Thread.currentThread());
  }

  @Test
  void timer_runsLaterOnADaemon_andNotWhenCancelled() {
    TokenRuntime.Timer timer = TokenRuntime.system().timer();
    AtomicBoolean cancelled = new AtomicBoolean();
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    // On the timer's only thread, so that nothing falls due before it is cancelled.
    timer.after(
        Duration.ZERO,
        () -> {
          timer.after(Duration.ZERO, () -> cancelled.set(true)).run();
          timer.after(Duration.ZERO, () -> ran.complete(Thread.currentThread()));
        });
    assertThat(ran.join().isDaemon()).isTrue();
    assertThat(cancelled).isFalse();
    timer.after(Duration.ofSeconds(Long.MAX_VALUE), () -> {}).run();
  }

  private static Thread run(Executor executor) {
    return CompletableFuture.supplyAsync(Thread::currentThread, executor).join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
