package dev.tokenward.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  private static final Duration HANGING = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int ROOM = GroupCommit.CAPACITY;

  private final Scene scene = new Scene();
  private final FakeSink sink = new FakeSink();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void submit_whileAnotherIsWritten_sharesTheNextWrite() throws Exception {
    GroupCommit commit = commit(threads);
    CompletableFuture<Boolean> first = block(commit);

    List<CompletableFuture<Boolean>> others =
        IntStream.range(0, 100).mapToObj(i -> commit.submit(Scene.entry("" + i), ROOM)).toList();
    assertThat(others).noneMatch(CompletableFuture::isDone);
    sink.gate.countDown();

    assertThat(first.get()).isTrue();
    for (CompletableFuture<Boolean> other : others) {
      assertThat(other.get()).isTrue();
    }
    assertThat(sink.batches).hasSize(2);
    assertThat(sink.batches.get(1).lines()).hasSize(100);
  }

  @Test
  void submit_sinkFails_refusesTheWholeBatchAndKeepsTheChain() throws Exception {
    GroupCommit commit = commit(Runnable::run);
    assertThat(commit.submit(Scene.entry("kept"), ROOM).get()).isTrue();
    sink.broken = true;

    assertThat(commit.submit(Scene.entry("lost"), ROOM).get()).isFalse();
    assertThat(commit.submit(Scene.entry("lost too"), ROOM).get()).isFalse();
    assertThat(commit.writable()).isFalse();

    sink.broken = false;
    assertThat(commit.submit(Scene.entry("kept again"), ROOM).get()).isTrue();
    assertThat(commit.writable()).isTrue();
    assertThat(sink.repairs).as("before every attempt after a failure").isEqualTo(2);
    assertThat(String.join("", sink.batches))
        .satisfies(GroupCommitTest::isChain)
        .contains(
            "\"audit.gap\"",
            "2 records could not be written since 2026-11-22T10:00:00Z: No space left on device")
        .doesNotContain("lost");
  }

  @Test
  void writable_afterFailure_turnsTrueByItself() throws Exception {
    GroupCommit commit = commit(Runnable::run);
    sink.broken = true;
    assertThat(commit.submit(Scene.entry("lost"), ROOM).get()).isFalse();

    assertThat(scene.fire(RETRY)).isEqualTo(1);
    assertThat(commit.writable()).as("still broken").isFalse();
    sink.broken = false;
    assertThat(scene.fire(RETRY)).isEqualTo(1);

    assertThat(commit.writable()).isTrue();
    assertThat(scene.fire(RETRY)).as("no more attempts").isZero();
    assertThat(String.join("", sink.batches)).contains("audit.gap").satisfies(this::isOneRecord);
  }

  @Test
  void submit_writeHangs_isRefusedWithoutTheDisk() throws Exception {
    GroupCommit commit = commit(threads);
    CompletableFuture<Boolean> first = block(commit);
    CompletableFuture<Boolean> queued = commit.submit(Scene.entry("queued"), ROOM);

    assertThat(scene.fire(HANGING)).isEqualTo(1);

    assertThat(first.get()).isFalse();
    assertThat(queued.get()).isFalse();
    assertThat(commit.writable()).isFalse();
    assertThat(commit.submit(Scene.entry("late"), ROOM).get()).isFalse();
    sink.gate.countDown();
    commit.close();
    assertThat(sink.batches).as("what hung is written and true").hasSize(1);
  }

  @Test
  void writable_hangingWriteEnds_turnsTrue() throws Exception {
    GroupCommit commit = commit(threads);
    CompletableFuture<Boolean> first = block(commit);
    scene.fire(HANGING);
    assertThat(first.get()).isFalse();

    sink.gate.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

    assertThat(commit.writable()).isTrue();
  }

  @Test
  void submit_queueFull_isRefusedAtOnce() throws Exception {
    GroupCommit commit = commit(threads);
    CompletableFuture<Boolean> first = block(commit);
    int half = GroupCommit.CAPACITY / 2;

    for (int i = 0; i < half; i++) {
      assertThat(commit.submit(Scene.entry("later"), half)).isNotDone();
    }
    assertThat(commit.submit(Scene.entry("later"), half).get()).as("room for later").isFalse();
    for (int i = half; i < GroupCommit.CAPACITY; i++) {
      assertThat(commit.submit(Scene.entry("now"), ROOM)).isNotDone();
    }
    assertThat(commit.submit(Scene.entry("now"), ROOM).get()).as("room for all").isFalse();

    sink.gate.countDown();
    assertThat(first.get()).isTrue();
    commit.close();
    assertThat(String.join("", sink.batches))
        .satisfies(GroupCommitTest::isChain)
        .contains("2 records could not be written");
  }

  @Test
  void submit_executorRefuses_isRefused() throws Exception {
    GroupCommit commit =
        commit(
            task -> {
              throw new RejectedExecutionException();
            });

    assertThat(commit.submit(Scene.entry("lost"), ROOM).get()).isFalse();
  }

  @Test
  void submit_sinkHasABug_isRefused() throws Exception {
    GroupCommit commit = commit(Runnable::run);
    sink.buggy = true;

    assertThat(commit.submit(Scene.entry("lost"), ROOM).get()).isFalse();
    assertThat(commit.writable()).isFalse();
  }

  @Test
  void close_entriesQueued_writesThemFirst() throws Exception {
    GroupCommit commit = commit(task -> {});
    CompletableFuture<Boolean> queued = commit.submit(Scene.entry("queued"), ROOM);

    commit.close();

    assertThat(queued.get()).isTrue();
    assertThat(sink.closed).isTrue();
    assertThat(commit.writable()).isFalse();
    assertThat(commit.submit(Scene.entry("late"), ROOM).get()).isFalse();
  }

  private GroupCommit commit(Executor executor) {
    var runtime = scene.runtime(executor);
    return new GroupCommit(
        new ChainWriter(sink, runtime.clock(), ChainHead.START, (entries, end) -> {}), runtime);
  }

  /** Submits one entry and returns while it is being written. */
  private CompletableFuture<Boolean> block(GroupCommit commit) throws InterruptedException {
    sink.gate = new CountDownLatch(1);
    CompletableFuture<Boolean> first = commit.submit(Scene.entry("first"), ROOM);
    sink.entered.await();
    return first;
  }

  private void isOneRecord(String lines) {
    assertThat(lines.lines()).hasSize(1);
  }

  private static void isChain(String lines) throws IOException {
    assertThat(Chains.verify(lines).broken()).isNull();
  }
}
