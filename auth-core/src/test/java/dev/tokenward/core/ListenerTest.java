package dev.tokenward.core;

import static dev.tokenward.core.TokenRequest.scopes;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListenerTest {

  private static final Executor OTHER_THREAD = task -> new Thread(task).start();

  private final FakeClock clock = new FakeClock();
  private final FakeExecutor executor = new FakeExecutor();

  @Test
  @Rule(19)
  void listener_hearsOfAToken_onTheExecutorAfterTheWaiters() {
    List<String> order = new ArrayList<>();
    CachingTokenSource source = source(event -> order.add("listener"));
    var unused =
        source
            .tokenAsync(TokenRequest.DEFAULT, Patience.DEFAULT)
            .thenAccept(token -> order.add("caller"));
    assertThat(order).as("nothing runs on the caller's thread").isEmpty();
    executor.runAll();
    assertThat(order).containsExactly("caller", "listener");
  }

  @Test
  @Rule(19)
  void listener_hearsHowLongTheGrantTook() {
    Engine engine = new Engine();
    engine.pass(Duration.ofMinutes(1));
    engine.upstream =
        request -> {
          engine.pass(Duration.ofSeconds(2));
          return engine.minted(Engine.LIFE);
        };
    AccessToken token = engine.token();
    assertThat(engine.events)
        .containsExactly(
            new TokenEvent.Acquired(
                Engine.REQUEST, token.id(), token.expiresAt(), Duration.ofSeconds(2)));
  }

  @Test
  @Rule(19)
  void listener_throws_hurtsNobody() {
    CachingTokenSource source =
        source(
            event -> {
              throw new IllegalStateException("on purpose");
            });
    var answer = source.tokenAsync(TokenRequest.DEFAULT, Patience.DEFAULT);
    executor.runAll();
    assertThat(source.invalidate(answer.join())).isTrue();
    executor.runAll();
    assertThat(source.tokenAsync(TokenRequest.DEFAULT, Patience.DEFAULT)).isNotDone();
  }

  @Test
  @Rule(19)
  void listener_throwsAnError_doesNotReachTheThreadThatRunsIt() {
    CachingTokenSource source =
        source(
            event -> {
              throw new AssertionError("on purpose");
            });
    var answer = source.tokenAsync(TokenRequest.DEFAULT, Patience.DEFAULT);
    executor.runAll();
    assertThat(answer.join()).isNotNull();
  }

  @Test
  @Rule({5, 19})
  void listener_hearsOfAnEviction_whileNoLockIsHeld() {
    CompletableFuture<AccessToken> meanwhile = new CompletableFuture<>();
    AtomicReference<CachingTokenSource> source = new AtomicReference<>();
    TokenListener askElsewhere =
        event -> {
          if (event instanceof TokenEvent.Evicted && !meanwhile.isDone()) {
            meanwhile.completeAsync(() -> source.get().token(scopes("c")), OTHER_THREAD);
            meanwhile.orTimeout(30, TimeUnit.SECONDS).join();
          }
        };
    source.set(inline(askElsewhere));
    source.get().token(scopes("a"));
    assertThat(source.get().token(scopes("b"))).isNotNull();
    assertThat(meanwhile).isCompleted();
  }

  @Test
  @Rule({16, 19})
  void listener_manyEvents_areToldInOrderByOneTask() {
    List<TokenEvent> heard = new ArrayList<>();
    Announcer announcer = new Announcer(heard::add, executor);
    List<TokenEvent> events = events(Announcer.MOST_WAITING);
    try (CapturedLog log = new CapturedLog()) {
      events.forEach(announcer::announce);
      assertThat(executor.pending()).as("threads that a slow listener can hold").isEqualTo(1);
      assertThat(log.text()).doesNotContain("misses an event");
      announcer.announce(events.get(0));
      assertThat(log.text()).contains("misses an event");
    }
    executor.runAll();
    assertThat(heard).as("and one too many was left out").isEqualTo(events);
    announcer.announce(events.get(0));
    executor.runAll();
    assertThat(heard).hasSize(events.size() + 1);
  }

  private static List<TokenEvent> events(int number) {
    return IntStream.range(0, number)
        .<TokenEvent>mapToObj(i -> new TokenEvent.Evicted(scopes("scope " + i), "id"))
        .toList();
  }

  @Test
  @Rule(19)
  void listener_noThreadFree_hearsOfItWithTheNextEvent() {
    AtomicBoolean full = new AtomicBoolean();
    Executor busy =
        task -> {
          if (full.get()) {
            throw new RejectedExecutionException("full");
          }
          task.run();
        };
    List<TokenEvent> heard = new ArrayList<>();
    CachingTokenSource source = source(heard::add, busy, CacheSettings.DEFAULT);
    AccessToken token = source.token();
    full.set(true);
    assertThat(source.invalidate(token)).isTrue();
    assertThat(heard).hasSize(1);
    full.set(false);
    assertThat(source.token()).isNotNull();
    assertThat(heard).as("what waited, and what came").hasSize(3);
  }

  private CachingTokenSource inline(TokenListener listener) {
    CacheSettings one = new CacheSettings(1, Duration.ofMillis(250), Duration.ofSeconds(30));
    return source(listener, Runnable::run, one);
  }

  private CachingTokenSource source(TokenListener listener) {
    return source(listener, executor, CacheSettings.DEFAULT);
  }

  private CachingTokenSource source(
      TokenListener listener, Executor threads, CacheSettings settings) {
    return CachingTokenSource.around(
        "devops",
        request -> MintedToken.bearer("some-token", clock.instant(), Duration.ofHours(1)),
        clock.runtime(new ScriptedUpstream(), threads),
        settings,
        listener);
  }
}
