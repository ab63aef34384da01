package dev.tokenward.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.spi.DurableState.Answer;
import dev.tokenward.core.spi.DurableState.Claim;
import dev.tokenward.core.spi.DurableState.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Refreshes a grant twice, in as many processes as crashes leave. Upstream tolerates reuse; that a
 * generation is spent twice is still allowed only to whom the state said it is uncertain.
 */
final class GrantWalk {

  private static final String KEY = "grant/7";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int REFRESHES = 2;

  private final FakeClock clock;
  private final TokenRuntime runtime;
  private final Consumer<Duration> pass;
  private final DurableStateContract.Backing backing;
  private final CrashInjector crash;

  private final Set<Long> spent = new HashSet<>();
  private final List<String> answers = new ArrayList<>();
  private Row acknowledged = new Row(0, null);

  GrantWalk(
      FakeClock clock,
      TokenRuntime runtime,
      Consumer<Duration> pass,
      DurableStateContract.Backing backing,
      CrashInjector crash) {
    this.clock = clock;
    this.runtime = runtime;
    this.pass = pass;
    this.backing = backing;
    this.crash = crash;
  }

  void run() throws Exception {
    while (!crash.survives(this::refreshAll)) {
      Row found = backing.open(runtime, CrashInjector.none()).read(KEY);
      assertNothingLost(found);
      // Who has seen it may have acted on it.
      acknowledged = found;
    }
    assertThat(acknowledged.generation()).isEqualTo(REFRESHES);
    assertNothingLost(backing.open(runtime, CrashInjector.none()).read(KEY));
  }

  private void refreshAll() throws Exception {
    DurableState state = crash.around(DurableState.class, backing.open(runtime, crash));
    while (state.read(KEY).generation() < REFRESHES) {
      refresh(state, claim(state));
    }
    acknowledged = state.read(KEY);
  }

  private Claim claim(DurableState state) {
    Answer answer = state.claim(KEY, MINUTE);
    while (!(answer instanceof Claim)) {
      // A dead process's claim: it runs out.
      pass.accept(((DurableState.Held) answer).remaining());
      answer = state.claim(KEY, MINUTE);
    }
    return (Claim) answer;
  }

  private void refresh(DurableState state, Claim claim) {
    assertThat(state.markSending(claim)).isTrue();
    long generation = claim.row().generation();
    crash.point("before upstream got it");
    assertThat(spent.add(generation) || claim.unanswered() != null)
        .as("generation %s is sent by one who knows that it may be spent", generation)
        .isTrue();
    answers.add("pair " + answers.size() + " at " + clock.instant());
    String pair = answers.get(answers.size() - 1);
    crash.point("after upstream answered");
    assertThat(state.write(KEY, generation, Secret.of(pair))).isTrue();
    acknowledged = new Row(generation + 1, Secret.of(pair));
  }

  private void assertNothingLost(Row row) {
    assertThat(row.generation()).isGreaterThanOrEqualTo(acknowledged.generation());
    if (row.generation() > acknowledged.generation()) {
      // Made and not acknowledged: it is whole, and it is the last that upstream gave.
      assertThat(DurableStateContract.value(row)).isEqualTo(answers.get(answers.size() - 1));
    } else {
      assertThat(DurableStateContract.value(row))
          .isEqualTo(DurableStateContract.value(acknowledged));
    }
  }
}
