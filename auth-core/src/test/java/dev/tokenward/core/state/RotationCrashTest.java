package dev.tokenward.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.spi.Rotatable;
import dev.tokenward.core.state.Rotation.Plan;
import dev.tokenward.core.state.Rotation.Progress;
import dev.tokenward.core.state.Rotation.Stage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A crash before or after every call of the state and of every step, and two of them. */
class RotationCrashTest {

  private static final Plan PLAN =
      new Plan(2, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(2));

  @Test
  void rotation_crashedAnywhere_endsWithTheNewSecretAlone() throws Exception {
    int points = CrashInjector.everywhere(crash -> new Run(upstream -> {}).rotates(crash));
    assertThat(points).isGreaterThan(40);
  }

  @Test
  void rotation_crashedTwiceAnywhere_endsWithTheNewSecretAlone() throws Exception {
    CrashInjector.everywhereTwice(crash -> new Run(upstream -> {}).rotates(crash));
  }

  @Test
  void rotation_unsteadyUpstreamAndCrashedAnywhere_endsWithTheNewSecretAlone() throws Exception {
    for (String step : List.of("create", "prove", "use", "retire", "discard")) {
      CrashInjector.everywhere(
          crash -> new Run(upstream -> upstream.fail(step, Reason.UNREACHABLE)).rotates(crash));
    }
  }

  @Test
  void failedProof_crashedTwiceAnywhere_endsWithTheOldSecretAlone() throws Exception {
    CrashInjector.everywhereTwice(
        crash -> new Run(upstream -> upstream.identityOfNew = "somebody else").keeps(crash));
  }

  /** One rotation, in as many processes as it takes. */
  private static final class Run {

    private final FakeClock clock = new FakeClock();
    private final TokenRuntime runtime = DurableStateContract.runtime(clock);
    private final FakeRotatable upstream = new FakeRotatable();
    private final DurableState kept = DurableStates.inMemory(runtime);
    private boolean begun;

    Run(Consumer<FakeRotatable> circumstances) {
      circumstances.accept(upstream);
    }

    void rotates(CrashInjector crash) throws Exception {
      Progress end = finish(crash);
      assertThat(end.stage()).isEqualTo(Stage.ROTATED);
      assertThat(upstream.inUse).startsWith("new-");
      assertThat(upstream.live).containsOnlyKeys(upstream.inUse);
    }

    void keeps(CrashInjector crash) throws Exception {
      Progress end = finish(crash);
      assertThat(end.stage()).isEqualTo(Stage.KEPT);
      assertThat(upstream.inUse).isEqualTo("old");
      assertThat(upstream.live).containsOnlyKeys("old");
    }

    private Progress finish(CrashInjector crash) throws Exception {
      while (!crash.survives(() -> process(crash))) {
        assertThat(upstream.live).containsKey(upstream.inUse);
      }
      return new Rotation("key", kept, upstream, runtime, PLAN).advance();
    }

    private void process(CrashInjector crash) {
      Rotation rotation =
          new Rotation(
              "key",
              crash.around(DurableState.class, kept),
              crash.around(Rotatable.class, upstream),
              runtime,
              PLAN);
      // Who was not told that it has begun asks again.
      while (!begun) {
        Progress progress = rotation.begin();
        begun = progress.stage() != Stage.NONE;
        wait(progress);
      }
      RotationTest.finish(rotation, clock);
    }

    private void wait(Progress progress) {
      if (progress.again() != null && progress.again().isAfter(clock.instant())) {
        clock.advance(Duration.between(clock.instant(), progress.again()));
      }
    }
  }
}
