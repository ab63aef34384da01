package dev.tokenward.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.spi.DurableState.Claim;
import dev.tokenward.core.spi.Rotatable;
import dev.tokenward.core.state.Rotation.Plan;
import dev.tokenward.core.state.Rotation.Progress;
import dev.tokenward.core.state.Rotation.Stage;
import java.time.Duration;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RotationTest {

  private static final String KEY = "rotation/7";
  private static final Plan PLAN =
      new Plan(3, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(2));

  private final FakeClock clock = new FakeClock();
  private final TokenRuntime runtime = DurableStateContract.runtime(clock);
  private final DurableState state = DurableStates.inMemory(runtime);
  private final FakeRotatable upstream = new FakeRotatable();
  private final Rotation rotation = rotation(upstream);

  private Rotation rotation(Rotatable steps) {
    return new Rotation(KEY, state, steps, runtime, PLAN);
  }

  /** Advances until nothing is left to do, letting the time pass that is asked for. */
  static Progress finish(Rotation rotation, FakeClock clock) {
    Progress progress = rotation.advance();
    for (int turn = 0; progress.again() != null; turn++) {
      assertThat(turn).isLessThan(100);
      assertThat(progress.again()).isAfter(clock.instant());
      clock.advance(Duration.between(clock.instant(), progress.again()));
      progress = rotation.advance();
    }
    return progress;
  }

  @Test
  void advance_neverBegun_doesNothing() {
    assertThat(rotation.advance()).isEqualTo(new Progress(Stage.NONE, null, null));
    assertThat(upstream.calls).isEmpty();
  }

  @Test
  void advance_provesOverTimeBeforeItSwitches() {
    rotation.begin();
    for (int minute = 1; minute < PLAN.probes(); minute++) {
      Progress progress = rotation.advance();
      assertThat(progress.stage()).isEqualTo(Stage.PROVING);
      assertThat(progress.again()).isEqualTo(FakeClock.START.plus(Duration.ofMinutes(minute)));
      assertThat(upstream.inUse).isEqualTo("old");
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(rotation.advance()).isEqualTo(new Progress(Stage.ROTATED, null, null));
    assertThat(upstream.inUse).isEqualTo("new-1");
    assertThat(upstream.live).containsOnlyKeys("new-1");
  }

  @Test
  void advance_beforeItsTime_probesNothing() {
    rotation.begin();
    Progress progress = rotation.advance();
    int calls = upstream.calls.size();
    clock.advance(Duration.ofSeconds(59));
    assertThat(rotation.advance()).isEqualTo(progress);
    assertThat(upstream.calls).hasSize(calls);
  }

  @Test
  void begin_underWay_beginsNoSecond() {
    rotation.begin();
    rotation.advance();
    assertThat(rotation.begin().stage()).isEqualTo(Stage.PROVING);
    finish(rotation, clock);
    assertThat(upstream.calls).containsOnlyOnce("create");
  }

  @Test
  void begin_afterTheLast_rotatesAgain() {
    rotation.begin();
    finish(rotation, clock);
    assertThat(rotation.begin().stage()).isEqualTo(Stage.CREATING);
    assertThat(finish(rotation, clock).stage()).isEqualTo(Stage.ROTATED);
    assertThat(upstream.live).containsOnlyKeys("new-2");
  }

  @Test
  void begin_inUseUnknown_failsAndLeavesNothingClaimed() {
    upstream.fail("inUse", Reason.REJECTED);
    assertThatThrownBy(rotation::begin).isInstanceOf(TokenException.class);
    assertThat(rotation.begin().stage()).isEqualTo(Stage.CREATING);
  }

  @Test
  void create_refused_keepsTheOld() {
    upstream.fail("create", Reason.DENIED);
    rotation.begin();
    assertKept("The step create failed");
  }

  @Test
  void create_unreachable_isTriedAgainUnderAnotherName() {
    upstream.fail("create", Reason.UNREACHABLE, Reason.THROTTLED);
    rotation.begin();
    assertThat(rotation.advance().again()).isEqualTo(FakeClock.START.plus(PLAN.pause()));
    assertThat(finish(rotation, clock).stage()).isEqualTo(Stage.ROTATED);
    assertThat(upstream.live).hasSize(1);
  }

  @Test
  void create_givesTheSecretInUse_keepsItAndDiscardsNothing() {
    rotation(new Handed(new Rotatable.Issued("old", Secret.of("same")))).begin();
    Progress end =
        finish(rotation(new Handed(new Rotatable.Issued("old", Secret.of("same")))), clock);
    assertThat(end).isEqualTo(new Progress(Stage.KEPT, null, "The new secret is the one in use"));
    assertThat(upstream.live).containsOnlyKeys("old");
  }

  @Test
  void prove_notAcceptedYet_startsToCountAnew() {
    rotation.begin();
    rotation.advance();
    upstream.fail("prove", Reason.REJECTED, Reason.REJECTED);
    clock.advance(PLAN.pause());
    assertThat(rotation.advance().problem()).isEqualTo("The step prove failed");
    assertThat(finish(rotation, clock).stage()).isEqualTo(Stage.ROTATED);
    assertThat(upstream.calls.stream().filter("prove"::equals)).hasSize(1 + 2 + 3);
  }

  @Test
  void prove_neverAccepted_retiresTheNewAndKeepsTheOld() {
    upstream.fail("prove", times(20, Reason.REJECTED));
    rotation.begin();
    assertKept("The step prove failed");
    assertThat(clock.instant()).isEqualTo(FakeClock.START.plus(PLAN.patience()));
  }

  @Test
  void prove_wrongConfiguration_retiresTheNewAtOnce() {
    upstream.fail("prove", Reason.CONFIGURATION);
    rotation.begin();
    assertKept("The step prove failed");
    assertThat(clock.instant()).isEqualTo(FakeClock.START);
  }

  @Test
  void prove_anotherIdentity_retiresTheNewAtOnce() {
    upstream.identityOfNew = "app 2 in contoso";
    rotation.begin();
    assertKept("The new secret belongs to another identity or organization");
    assertThat(clock.instant()).isEqualTo(FakeClock.START);
  }

  @Test
  void switch_fails_isTriedAgainForAsLongAsItTakes() {
    upstream.fail("use", times(30, Reason.DENIED));
    rotation.begin();
    assertThat(finish(rotation, clock)).isEqualTo(new Progress(Stage.ROTATED, null, null));
  }

  @Test
  void retire_fails_isTriedAgain_withTheNewInUse() {
    upstream.fail("retire", Reason.UNREACHABLE, Reason.DENIED);
    rotation.begin();
    assertThat(finish(rotation, clock)).isEqualTo(new Progress(Stage.ROTATED, null, null));
    assertThat(upstream.live).containsOnlyKeys("new-1");
  }

  @Test
  void retire_oldPutBackMeanwhile_switchesAgainFirst() {
    upstream.fail("retire", Reason.UNREACHABLE);
    rotation.begin();
    untilRetiring();
    upstream.inUse = "old";
    assertThat(finish(rotation, clock).stage()).isEqualTo(Stage.ROTATED);
    assertThat(upstream.live).containsOnlyKeys("new-1");
    assertThat(upstream.inUse).isEqualTo("new-1");
  }

  @Test
  void retire_thirdSecretMeanwhile_retiresTheNewOne() {
    upstream.fail("retire", Reason.UNREACHABLE);
    rotation.begin();
    untilRetiring();
    upstream.live.put("third", "by hand");
    upstream.inUse = "third";
    assertThat(finish(rotation, clock).stage()).isEqualTo(Stage.KEPT);
    assertThat(upstream.live).containsOnlyKeys("old", "third");
  }

  private void untilRetiring() {
    while (rotation.advance().stage() != Stage.RETIRING) {
      clock.advance(PLAN.pause());
    }
    clock.advance(PLAN.pause());
  }

  @Test
  void abandon_fails_isTriedAgain_andSaysWhyItBegan() {
    upstream.identityOfNew = "app 2 in contoso";
    upstream.fail("discard", Reason.UNREACHABLE, Reason.UNREACHABLE);
    rotation.begin();
    assertKept("The new secret belongs to another identity or organization");
  }

  @Test
  void byHand_theSecretHandedIn_isProvenAndSwitchedTo() {
    upstream.live.put("handed", "by hand too");
    Rotation handed =
        rotation(new Handed(new Rotatable.Issued("handed", Secret.of("secret of handed"))));
    handed.begin();
    assertThat(handed.advance().stage()).isEqualTo(Stage.PROVING);
    // The process ends; the next one was handed nothing, and needs nothing.
    Rotation next = rotation(upstream);
    clock.advance(PLAN.pause());
    assertThat(finish(next, clock).stage()).isEqualTo(Stage.ROTATED);
    assertThat(upstream.live).containsOnlyKeys("handed");
  }

  @Test
  void busy_elsewhere_saysWhenToCallAgain() {
    rotation.begin();
    assertThat(state.claim(KEY, Duration.ofSeconds(30))).isInstanceOf(Claim.class);
    assertThat(rotation.advance())
        .isEqualTo(
            new Progress(Stage.CREATING, FakeClock.START.plus(Duration.ofSeconds(30)), null));
    assertThat(rotation.begin().stage()).isEqualTo(Stage.CREATING);
    assertThat(upstream.calls).containsExactly("inUse");
  }

  /** What it made arrives when another process has taken over, under another attempt. */
  @Test
  void create_longerThanTheLimit_discardsWhatItMadeTooLate() {
    rotation.begin();
    Rotation slow = rotation(new Slow());
    slow.advance();
    assertThat(finish(rotation, clock).stage()).isEqualTo(Stage.ROTATED);
    assertThat(upstream.live).containsOnlyKeys("new-1");
    assertThat(upstream.inUse).isEqualTo("new-1");
  }

  /** A request given up may still arrive, after its name was discarded for the first time. */
  @Test
  void create_givenUpButArrivingLater_isDiscardedAtTheEnd() {
    Rotation unlucky = rotation(new Late());
    unlucky.begin();
    assertThat(finish(unlucky, clock).stage()).isEqualTo(Stage.ROTATED);
    assertThat(upstream.calls.stream().filter("create"::equals)).hasSize(2);
    assertThat(upstream.live).containsOnlyKeys(upstream.inUse);
  }

  @Test
  void create_givenUpTimeAndAgain_leavesNoMoreThanOneBehind() {
    Rotation unlucky = rotation(new Unanswered());
    unlucky.begin();
    for (int attempt = 0; attempt < 4; attempt++) {
      unlucky.advance();
      assertThat(upstream.live).hasSizeLessThanOrEqualTo(2);
      clock.advance(PLAN.pause());
    }
  }

  @Test
  void secret_isKeptOnlyAsLongAsNeeded_andShowsNowhere() {
    LeakProbe probe = new LeakProbe();
    String canary = probe.canary("new secret");
    upstream.live.put("handed", "by hand too");
    Rotation handed = rotation(new Handed(new Rotatable.Issued("handed", Secret.of(canary))));
    probe.see("progress", handed.begin().toString() + handed.advance());
    probe.see("row", RotationRow.of(state.read(KEY)).toString()).assertClean();
    clock.advance(PLAN.pause());
    handed.advance();
    clock.advance(PLAN.pause());
    assertThat(handed.advance().stage()).isEqualTo(Stage.ROTATED);
    probe.see("what is left", DurableStateContract.value(state.read(KEY))).assertClean();
  }

  @Test
  void kept_byAnotherVersion_isNamedAndLeftAlone() {
    state.write(KEY, 0, Secret.of("2 something else"));
    assertThatThrownBy(rotation::advance)
        .isInstanceOf(DurableState.UnavailableException.class)
        .hasMessageContaining("another version");
    assertThat(state.read(KEY).generation()).isEqualTo(1);
  }

  @Test
  void plan_thatProvesNothing_isRefused() {
    Duration some = Duration.ofSeconds(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new Plan(0, some, some, some));
    assertThatIllegalArgumentException().isThrownBy(() -> new Plan(1, Duration.ZERO, some, some));
    assertThatIllegalArgumentException().isThrownBy(() -> new Plan(1, some, Duration.ZERO, some));
    assertThatIllegalArgumentException().isThrownBy(() -> new Plan(1, some, some, Duration.ZERO));
  }

  private static Reason[] times(int count, Reason reason) {
    return Collections.nCopies(count, reason).toArray(Reason[]::new);
  }

  private void assertKept(String problem) {
    assertThat(finish(rotation, clock)).isEqualTo(new Progress(Stage.KEPT, null, problem));
    assertThat(upstream.live).containsOnlyKeys("old");
    assertThat(upstream.inUse).isEqualTo("old");
    assertThat(upstream.calls).doesNotContain("use");
  }

  /** The same upstream, given a secret by hand. */
  private final class Handed extends Forwarding {

    private final Issued handed;

    Handed(Issued handed) {
      this.handed = handed;
    }

    @Override
    public Issued create(String attempt) {
      return handed;
    }

    @Override
    public String prove(Issued issued) {
      return "app 1 in contoso";
    }
  }

  /** The same upstream, whose answer to a creation comes when others have moved on. */
  private final class Slow extends Forwarding {

    @Override
    public Issued create(String attempt) {
      clock.advance(PLAN.limit());
      Progress other = rotation.advance();
      assertThat(other.stage()).isEqualTo(Stage.PROVING);
      return super.create(attempt);
    }
  }

  /** The same upstream, which gets the first request to create after the second. */
  private final class Late extends Forwarding {

    private @Nullable String first;

    @Override
    public Issued create(String attempt) {
      if (first == null) {
        first = attempt;
        throw new TokenException(Reason.UNREACHABLE, "No answer came", "Wait.");
      }
      Issued issued = upstream.create(attempt);
      upstream.create(first);
      return issued;
    }
  }

  /** The same upstream, whose answers to a creation are always lost. */
  private final class Unanswered extends Forwarding {

    @Override
    public Issued create(String attempt) {
      upstream.create(attempt);
      throw new TokenException(Reason.UNREACHABLE, "No answer came", "Wait.");
    }
  }

  private class Forwarding implements Rotatable {

    @Override
    public InUse inUse() {
      return upstream.inUse();
    }

    @Override
    public Issued create(String attempt) {
      return upstream.create(attempt);
    }

    @Override
    public String prove(Issued issued) {
      return upstream.prove(issued);
    }

    @Override
    public void use(Issued issued, String replaced) {
      upstream.use(issued, replaced);
    }

    @Override
    public void retire(String id) {
      upstream.retire(id);
    }

    @Override
    public void discard(String attempt) {
      upstream.discard(attempt);
    }
  }
}
