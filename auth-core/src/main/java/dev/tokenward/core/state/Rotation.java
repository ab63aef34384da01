package dev.tokenward.core.state;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.spi.DurableState.Answer;
import dev.tokenward.core.spi.DurableState.Claim;
import dev.tokenward.core.spi.DurableState.Held;
import dev.tokenward.core.spi.Rotatable;
import dev.tokenward.core.spi.Rotatable.InUse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the secret of one credential: create, prove, switch, retire. The old one stays in use
 * until the new one is proven; one that cannot be proven is retired instead, and the old one stays.
 *
 * <p>Where it is stands in a {@link DurableState} before and after every step. Killed anywhere, the
 * next {@link #advance()}, in whatever process, finishes or cleans up. It never waits: who runs it
 * calls again at the time it names. Thread-safe; of several processes one does a step.
 *
 * <p>Every method throws {@link DurableState.UnavailableException}; call again later.
 */
public final class Rotation {

  private final String key;
  private final DurableState state;
  private final TokenRuntime runtime;
  private final Plan plan;
  private final RotationSteps steps;

  /**
   * The rotation kept under {@code key}.
   *
   * @param runtime gives time and chance
   */
  public Rotation(
      String key, DurableState state, Rotatable steps, TokenRuntime runtime, Plan plan) {
    this.key = key;
    this.state = state;
    this.runtime = runtime;
    this.plan = plan;
    this.steps = new RotationSteps(steps, plan, () -> ClaimedRows.newId(runtime.random()));
  }

  /**
   * How a new secret is proven.
   *
   * @param probes how many must succeed in a row
   * @param pause between probes, and before a step that failed is tried again
   * @param patience how long after the beginning a failure to create or prove is tried again
   * @param limit the most that one step takes: nobody else takes it over before
   */
  public record Plan(int probes, Duration pause, Duration patience, Duration limit) {

    /** 3 probes, a minute between them, half an hour, 2 minutes. */
    public static final Plan DEFAULT =
        new Plan(3, Duration.ofMinutes(1), Duration.ofMinutes(30), Duration.ofMinutes(2));

    /** Refuses a plan that proves nothing or never rests. */
    public Plan {
      if (probes < 1 || !isSome(pause) || !isSome(patience) || !isSome(limit)) {
        throw new IllegalArgumentException(
            "A plan takes at least one probe, and a pause, patience and limit above zero");
      }
    }

    private static boolean isSome(Duration duration) {
      return duration.compareTo(Duration.ZERO) > 0;
    }
  }

  /** Where a rotation is. */
  public enum Stage {
    /** None was ever begun. */
    NONE,
    /** A new secret is being made. */
    CREATING,
    /** The new secret is being proven. */
    PROVING,
    /** The new secret is proven and put in the place of the old one. */
    SWITCHING,
    /** The new secret is in use; the old one is being retired. */
    RETIRING,
    /** The new secret is given up and being retired; the old one is in use. */
    ABANDONING,
    /** The last rotation succeeded. */
    ROTATED,
    /** The last rotation failed, and the old secret was kept. */
    KEPT;

    /** Whether a rotation is under way. */
    public boolean underWay() {
      return this != NONE && this != ROTATED && this != KEPT;
    }
  }

  /**
   * How far it is.
   *
   * @param again when to call {@link #advance()} next, by the runtime's clock; null when nothing is
   *     left to do
   * @param problem what failed last, without any value; null when nothing did
   */
  public record Progress(Stage stage, @Nullable Instant again, @Nullable String problem) {}

  /**
   * Begins a rotation, durably, unless one is under way; {@link #advance()} does the rest.
   *
   * @throws TokenException where the credential cannot say what is in use
   */
  public Progress begin() {
    Answer answer = state.claim(key, plan.limit());
    if (!(answer instanceof Claim claim)) {
      return busy((Held) answer);
    }
    RotationRow row = RotationRow.of(claim.row());
    return row.stage().underWay() ? leave(claim, row) : begin(claim);
  }

  private Progress begin(Claim claim) {
    try {
      InUse old = steps.inUse();
      String attempt = ClaimedRows.newId(runtime.random());
      return keep(claim, RotationRow.begun(attempt, old, now()));
    } catch (TokenException e) {
      state.release(claim);
      throw e;
    }
  }

  /** How far it is; changes nothing. */
  public Progress progress() {
    return RotationRow.of(state.read(key)).progress();
  }

  /**
   * Does what is due now, and says when to call again.
   *
   * @throws TokenException where a step took longer than the limit and what it made too late could
   *     not be discarded
   */
  public Progress advance() {
    Progress progress = step();
    while (progress.again() != null && !now().isBefore(progress.again())) {
      progress = step();
    }
    return progress;
  }

  private Progress step() {
    RotationRow seen = RotationRow.of(state.read(key));
    return seen.isDue(now()) ? claimAndStep() : seen.progress();
  }

  private Progress claimAndStep() {
    Answer answer = state.claim(key, plan.limit());
    if (!(answer instanceof Claim claim)) {
      return busy((Held) answer);
    }
    RotationRow row = RotationRow.of(claim.row());
    return row.isDue(now()) && state.markSending(claim)
        ? keep(claim, steps.step(row, now(), claim.unanswered() != null))
        : leave(claim, row);
  }

  private Progress keep(Claim claim, RotationRow next) {
    if (state.write(key, claim.row().generation(), next.secret())) {
      return next.progress();
    }
    // Someone took over after the limit, and knows nothing of what was made here.
    steps.discardUnkept(RotationRow.of(claim.row()), next);
    return RotationRow.of(state.read(key)).progress();
  }

  private Progress leave(Claim claim, RotationRow row) {
    state.release(claim);
    return row.progress();
  }

  private Progress busy(Held held) {
    RotationRow row = RotationRow.of(state.read(key));
    return new Progress(row.stage(), now().plus(held.remaining()), row.problem());
  }

  private Instant now() {
    return runtime.clock().instant();
  }
}
