package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever happens in whatever order: seeded walks in virtual time on one key. */
class RandomScheduleTest {

  private static final int STEPS = 4_000;
  private static final List<Duration> LIVES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(45),
          Duration.ofMinutes(5),
          Duration.ofHours(1),
          Duration.ofHours(24));
  private static final List<Reason> REASONS =
      List.of(Reason.UNREACHABLE, Reason.THROTTLED, Reason.REJECTED);

  private final Engine engine = new Engine();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();

  /** When a grant may not be repeated before, by the ticker; moved by success and invalidation. */
  private long quietUntil = Long.MIN_VALUE;

  private record Waiting(CompletableFuture<AccessToken> answer, long until) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  @Rule({3, 4, 5, 8, 20, 21})
  void walk_keepsTheRules(long seed) {
    Random random = new Random(seed);
    engine.upstream = request -> grant(random);
    for (int step = 0; step < STEPS; step++) {
      Optional<Instant> before = heldEnd();
      boolean invalidated = act(random);
      assertThat(engine.source.stats().flights()).as("rule 5").isLessThanOrEqualTo(1);
      if (!invalidated && before.isPresent() && heldEnd().isPresent()) {
        assertThat(heldEnd().get()).as("rule 20").isAfterOrEqualTo(before.get());
      }
    }
    assertThat(violations).isEmpty();
    assertThat(engine.asked).hasSizeGreaterThan(STEPS / 100);
  }

  /** Does one thing that callers or time do; says whether a token was given up. */
  private boolean act(Random random) {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> ask(random);
      case 3 -> engine.executor.runAll();
      case 4 -> pass(Duration.ofMillis(random.nextInt(2_000)));
      case 5 -> pass(Duration.ofSeconds(random.nextInt(random.nextInt(600) + 1)));
      case 6 -> pass(Duration.ofMillis(random.nextInt(50)));
      default -> {
        return random.nextInt(5) == 0 && invalidate();
      }
    }
    return false;
  }

  private void ask(Random random) {
    Duration atMost = Duration.ofMillis(random.nextInt(40_000));
    Duration minimum = Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(4_000) : 0);
    boolean usable = minimum.isZero() && engine.source.peek(Engine.REQUEST).isPresent();
    CompletableFuture<AccessToken> answer =
        engine.ask(Patience.atMost(atMost).minRemaining(minimum));
    Duration limit = usable && atMost.toMillis() > 250 ? Duration.ofMillis(250) : atMost;
    waiting.add(new Waiting(answer, engine.clock.ticks() + limit.toNanos()));
    if (answer.isDone() && !answer.isCompletedExceptionally()) {
      assertThat(answer.join().expiresAt()).as("what is given lives").isAfter(now());
    }
    if (usable) {
      assertThat(answer.isCompletedExceptionally()).as("rule 3").isFalse();
    }
  }

  private boolean invalidate() {
    boolean gone = engine.source.peek(Engine.REQUEST).map(engine.source::invalidate).orElse(false);
    if (gone) {
      quietUntil = Long.MIN_VALUE;
    }
    return gone;
  }

  private void pass(Duration time) {
    if (time.compareTo(Duration.ofSeconds(20)) > 0) {
      // No grant is left hanging past its limit: a second one would be right then.
      engine.executor.runAll();
    }
    engine.pass(time);
    engine.executor.runAll();
    waiting.removeIf(
        each -> {
          boolean late = each.until() <= engine.clock.ticks();
          assertThat(!late || each.answer().isDone()).as("nobody waits past patience").isTrue();
          return each.answer().isDone();
        });
  }

  private AccessToken grant(Random random) {
    long ticks = engine.clock.ticks();
    if (ticks < quietUntil) {
      // Thrown here, it would be one more failed grant.
      violations.add("An attempt inside a pause, at " + now());
    }
    if (random.nextInt(3) == 0) {
      quietUntil = ticks + Backoff.SHORTEST.toNanos();
      throw Engine.failure(REASONS.get(random.nextInt(REASONS.size())));
    }
    quietUntil = Long.MIN_VALUE;
    return engine.minted(LIVES.get(random.nextInt(LIVES.size())));
  }

  private Optional<Instant> heldEnd() {
    return engine.source.peek(Engine.REQUEST).map(AccessToken::expiresAt);
  }

  private Instant now() {
    return engine.clock.instant();
  }
}
