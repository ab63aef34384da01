package dev.tokenward.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.Rule;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.spi.DurableState.Answer;
import dev.tokenward.core.spi.DurableState.Claim;
import dev.tokenward.core.spi.DurableState.Held;
import dev.tokenward.core.spi.DurableState.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DurableState} promises, with and without crashes. An implementation's test
 * extends it with its own store.
 */
public abstract class DurableStateContract {

  static final String KEY = "grant/7";
  static final Duration MINUTE = Duration.ofMinutes(1);

  final FakeClock clock = new FakeClock();
  final TokenRuntime runtime = runtime(clock);
  DurableState state;

  /** One store, which outlives the processes that open it. */
  @FunctionalInterface
  public interface Backing {

    /**
     * Opens the store as a new process does, in the time and with the chance of {@code runtime}. A
     * store with durable steps of its own gives {@code crash} its points between them; around the
     * methods of the result it has them anyway.
     */
    DurableState open(TokenRuntime runtime, CrashInjector crash) throws Exception;
  }

  /** A new store with nothing in it. */
  protected abstract Backing backing() throws Exception;

  /** Lets {@code time} pass for the store. */
  protected void pass(Duration time) {
    clock.advance(time);
  }

  static TokenRuntime runtime(FakeClock clock) {
    // Claims need ids that differ, which a fake clock's own runtime has not.
    RandomGenerator random = new SplittableRandom(7);
    return new TokenRuntime(
        clock, clock::ticks, random, request -> noNetwork(), Runnable::run, clock);
  }

  private static HttpSender.Response noNetwork() throws IOException {
    throw new IOException("There is no network here");
  }

  @BeforeEach
  void open() throws Exception {
    state = backing().open(runtime, CrashInjector.none());
  }

  @Test
  void read_neverWritten_isGenerationZeroWithoutValue() {
    assertThat(state.read(KEY)).isEqualTo(new Row(0, null));
  }

  @Test
  void write_currentGeneration_isTheNextGeneration() {
    assertThat(state.write(KEY, 0, Secret.of("first"))).isTrue();
    assertThat(state.write(KEY, 1, Secret.of("second"))).isTrue();
    assertKept(2, "second");
  }

  @Test
  void write_replacedGeneration_isRefusedAndChangesNothing() {
    written("first", "second");
    assertThat(state.write(KEY, 1, Secret.of("late"))).isFalse();
    assertThat(state.write(KEY, 0, Secret.of("later"))).isFalse();
    assertThat(state.write(KEY, 7, Secret.of("early"))).isFalse();
    assertKept(2, "second");
  }

  @Test
  void write_repeated_isAcknowledgedAndChangesNothing() {
    written("first", "second");
    Claim claim = claim();
    assertThat(state.write(KEY, 1, Secret.of("second"))).isTrue();
    assertKept(2, "second");
    assertThat(state.markSending(claim)).isTrue();
  }

  @Test
  void write_byOneWhoseClaimRanOut_isKept_andTheOtherIsTold() {
    written("first");
    Claim slow = sending();
    pass(MINUTE);
    Claim other = claim();
    assertThat(state.write(KEY, slow.row().generation(), Secret.of("second"))).isTrue();
    assertThat(state.markSending(other)).isFalse();
    assertThat(state.write(KEY, other.row().generation(), Secret.of("third"))).isFalse();
    assertKept(2, "second");
  }

  @Test
  void write_endsTheClaim_andTheNewGenerationIsCertain() {
    sending();
    state.write(KEY, 0, Secret.of("first"));
    Claim next = claim();
    assertThat(next.unanswered()).isNull();
    assertThat(next.row().generation()).isEqualTo(1);
    assertThat(value(next.row())).isEqualTo("first");
  }

  @Test
  void claim_held_saysByWhichAndHowLong() {
    Claim first = claim();
    pass(Duration.ofSeconds(20));
    assertThat(state.claim(KEY, MINUTE)).isEqualTo(new Held(first.id(), Duration.ofSeconds(40)));
  }

  @Test
  void claim_ids_are128BitsAndDiffer() {
    Claim first = claim();
    pass(MINUTE);
    assertThat(first.id()).matches("[0-9a-f]{32}").isNotEqualTo(claim().id());
  }

  @Test
  void claim_ofOneThatRanOutUnsent_isCertain() {
    claim();
    pass(MINUTE);
    assertThat(claim().unanswered()).isNull();
  }

  @Test
  void claim_ofOneThatRanOutWhileSending_isUncertainSinceItWasSent() {
    sending();
    pass(MINUTE.plusSeconds(5));
    assertThat(claim().unanswered()).isEqualTo(Duration.ofSeconds(65));
  }

  @Test
  void claim_uncertainAndDroppedUnsent_staysUncertain() {
    sending();
    pass(MINUTE);
    claim();
    pass(MINUTE);
    assertThat(claim().unanswered()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void claim_uncertainAndSentAgain_isUncertainSinceTheFirstTime() {
    sending();
    pass(MINUTE);
    assertThat(state.markSending(claim())).isTrue();
    pass(MINUTE);
    assertThat(claim().unanswered()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void claim_forNoTime_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> state.claim(KEY, Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> state.claim(KEY, MINUTE.negated()));
  }

  @Test
  void claim_byManyAtOnce_isGivenToOne() {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<CompletableFuture<Answer>> answers =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> claimAfter(start), threads))
            .toList();
    start.countDown();
    assertThat(answers.stream().map(CompletableFuture::join).filter(Claim.class::isInstance))
        .hasSize(1);
    threads.shutdown();
  }

  private Answer claimAfter(CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return state.claim(KEY, MINUTE);
  }

  @Test
  void markSending_givesTheWholeDurationAnew() {
    Claim claim = claim();
    pass(Duration.ofSeconds(50));
    assertThat(state.markSending(claim)).isTrue();
    pass(Duration.ofSeconds(59));
    assertThat(state.claim(KEY, MINUTE)).isEqualTo(new Held(claim.id(), Duration.ofSeconds(1)));
  }

  @Test
  void markSending_repeated_isTrue() {
    Claim claim = sending();
    assertThat(state.markSending(claim)).isTrue();
  }

  @Test
  void markSending_ranOut_isRefusedEvenIfNobodyTookIt() {
    Claim claim = claim();
    pass(MINUTE);
    assertThat(state.markSending(claim)).isFalse();
    assertThat(claim().unanswered()).isNull();
  }

  @Test
  void markSending_takenByAnother_isRefused() {
    Claim first = claim();
    pass(MINUTE);
    claim();
    assertThat(state.markSending(first)).isFalse();
  }

  @Test
  void markSending_generationReplaced_isRefused() {
    Claim claim = claim();
    state.write(KEY, 0, Secret.of("first"));
    assertThat(state.markSending(claim)).isFalse();
  }

  @Test
  void release_lets_anyoneClaim() {
    state.release(claim());
    assertThat(claim().unanswered()).isNull();
  }

  @Test
  void release_afterSending_isAKnownOutcome() {
    written("first");
    state.release(sending());
    assertThat(claim().unanswered()).isNull();
    assertKept(1, "first");
  }

  @Test
  void release_ofAnUncertainClaim_leavesItUncertain() {
    sending();
    pass(MINUTE);
    state.release(claim());
    assertThat(claim().unanswered()).isEqualTo(MINUTE);
  }

  @Test
  void release_byAFormerHolder_isIgnored() {
    Claim first = sending();
    pass(MINUTE);
    Claim second = claim();
    state.release(first);
    assertThat(state.markSending(second)).isTrue();
    assertThat(state.claim(KEY, MINUTE)).isInstanceOf(Held.class);
  }

  @Test
  void keys_areIndependentAndAnyText() {
    List<String> keys = List.of(" ", "a b", "~", "línea\n2", "%20", "+", "key=\u0000\ud83d\ude00");
    keys.forEach(key -> state.write(key, 0, Secret.of("of " + key)));
    keys.forEach(key -> assertThat(state.claim(key, MINUTE)).isInstanceOf(Claim.class));
    keys.forEach(key -> assertThat(value(state.read(key))).isEqualTo("of " + key));
  }

  @Test
  void values_areAnyText() {
    List<String> values =
        List.of("~", " ", "a\nb\r\n", "%41+", "\u0000\ud83d\ude00é", "x".repeat(70_000));
    for (String value : values) {
      state.write(KEY, state.read(KEY).generation(), Secret.of(value));
      assertKept(state.read(KEY).generation(), value);
    }
  }

  @Test
  void values_areCopiedInAndOut() {
    Secret value = Secret.of("first");
    state.write(KEY, 0, value);
    value.destroy();
    Row row = state.read(KEY);
    assertThat(row.value()).isNotNull().satisfies(Secret::destroy);
    assertKept(1, "first");
  }

  @Test
  void values_showNowhere() {
    LeakProbe probe = new LeakProbe();
    state.write(KEY, 0, Secret.of(probe.canary("value")));
    probe.see("row", state.read(KEY).toString());
    probe.see("claim", claim().toString());
    probe.see("state", state.toString()).assertClean();
  }

  @Test
  void reopened_everythingIsThere() throws Exception {
    Backing backing = backing();
    DurableState first = backing.open(runtime, CrashInjector.none());
    first.write(KEY, 0, Secret.of("first"));
    Claim claim = (Claim) first.claim(KEY, MINUTE);
    assertThat(first.markSending(claim)).isTrue();
    state = backing.open(runtime, CrashInjector.none());
    assertKept(1, "first");
    assertThat(state.claim(KEY, MINUTE)).isEqualTo(new Held(claim.id(), MINUTE));
    assertThat(state.markSending(claim)).isTrue();
    pass(MINUTE);
    assertThat(claim().unanswered()).isEqualTo(MINUTE);
  }

  @Test
  @Rule(13)
  void walk_crashedAnywhere_losesNothingAcknowledged() throws Exception {
    assertThat(
            CrashInjector.everywhere(
                crash -> new GrantWalk(clock, runtime, this::pass, backing(), crash).run()))
        .isGreaterThan(20);
  }

  @Test
  @Rule(13)
  void walks_ofManyInAnyOrder_neverSendAGenerationTwiceUnknowingly() throws Exception {
    for (int seed = 1; seed <= 5; seed++) {
      DurableState shared = backing().open(runtime, CrashInjector.none());
      new CrowdedWalk(shared, this::pass, seed).run(300);
    }
  }

  final Claim claim() {
    return (Claim) state.claim(KEY, MINUTE);
  }

  private Claim sending() {
    Claim claim = claim();
    assertThat(state.markSending(claim)).isTrue();
    return claim;
  }

  private void written(String... values) {
    for (String value : values) {
      assertThat(state.write(KEY, state.read(KEY).generation(), Secret.of(value))).isTrue();
    }
  }

  private void assertKept(long generation, String value) {
    Row row = state.read(KEY);
    assertThat(row.generation()).isEqualTo(generation);
    assertThat(value(row)).isEqualTo(value);
  }

  static @Nullable String value(Row row) {
    return row.value() == null ? null : row.value().reveal();
  }
}
