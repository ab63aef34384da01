package dev.tokenward.core.state;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.spi.Rotatable;
import dev.tokenward.core.spi.Rotatable.InUse;
import dev.tokenward.core.spi.Rotatable.Issued;
import dev.tokenward.core.state.Rotation.Plan;
import dev.tokenward.core.state.Rotation.Stage;
import java.time.Instant;
import java.util.function.Supplier;

/** What is done at each stage, and where that leads. Keeps nothing. */
final class RotationSteps {

  private final Rotatable rotatable;
  private final Plan plan;
  private final Supplier<String> newAttempt;

  RotationSteps(Rotatable rotatable, Plan plan, Supplier<String> newAttempt) {
    this.rotatable = rotatable;
    this.plan = plan;
    this.newAttempt = newAttempt;
  }

  InUse inUse() {
    return rotatable.inUse();
  }

  /**
   * Does the step that {@code row} stands before.
   *
   * @param uncertain whether someone may have done it already and never told
   */
  RotationRow step(RotationRow row, Instant now, boolean uncertain) {
    try {
      return switch (row.stage()) {
        case CREATING -> create(row, now, uncertain);
        case PROVING -> prove(row, now);
        case SWITCHING -> use(row, now);
        case RETIRING -> retire(row, now);
        case ABANDONING -> abandon(row, now);
        case NONE, ROTATED, KEPT -> row;
      };
    } catch (TokenException e) {
      return failed(row, now, e);
    }
  }

  private RotationRow create(RotationRow row, Instant now, boolean uncertain) {
    if (uncertain) {
      // The next attempt must be kept before it is used, or nobody could discard it.
      return another(row, now, now, "An attempt to create a secret was interrupted", true);
    }
    // Before the next is made, so that lost ones do not pile up.
    row.spent().forEach(rotatable::discard);
    Issued issued = rotatable.create(row.attempt());
    return issued.id().equals(row.old().id())
        ? row.abandonedUnmade(now, "The new secret is the one in use")
        : row.made(issued, now);
  }

  private RotationRow prove(RotationRow row, Instant now) {
    if (!rotatable.prove(row.made()).equals(row.old().identity())) {
      return row.abandoned(now, "The new secret belongs to another identity or organization");
    }
    int proofs = row.proofs() + 1;
    return proofs < plan.probes()
        ? row.proven(proofs, now.plus(plan.pause()))
        : row.proven(proofs, now).at(Stage.SWITCHING, now);
  }

  // From here on the new secret is never given up: some may use it already.
  private RotationRow use(RotationRow row, Instant now) {
    rotatable.use(row.made(), row.old().id());
    return row.at(Stage.RETIRING, now);
  }

  private RotationRow retire(RotationRow row, Instant now) {
    String used = rotatable.inUse().id();
    if (used.equals(row.old().id())) {
      Instant then = now.plus(plan.pause());
      return row.later(then, "The old secret was put back").at(Stage.SWITCHING, then);
    }
    if (!used.equals(row.made().id())) {
      return row.abandoned(now, "Another secret was put in its place meanwhile");
    }
    // Once more: what was sent before may have arrived since.
    row.spent().forEach(rotatable::discard);
    rotatable.retire(row.old().id());
    return row.ended(Stage.ROTATED, now);
  }

  private RotationRow abandon(RotationRow row, Instant now) {
    Issued issued = row.issued();
    if (issued != null && rotatable.inUse().id().equals(issued.id())) {
      return row.at(Stage.RETIRING, now);
    }
    if (issued != null) {
      rotatable.retire(issued.id());
    }
    row.spent().forEach(rotatable::discard);
    return row.ended(Stage.KEPT, now);
  }

  private RotationRow failed(RotationRow row, Instant now, TokenException failure) {
    String why = String.valueOf(failure.getMessage());
    Instant then = now.plus(plan.pause());
    return switch (row.stage()) {
      case CREATING -> another(row, now, then, why, failure.retryable());
      case PROVING ->
          isLate(row, now) || isForGood(failure) ? row.abandoned(now, why) : row.later(then, why);
      // Why it was given up matters more than why that takes long.
      case ABANDONING -> row.later(then, row.problem());
      default -> row.later(then, why);
    };
  }

  private RotationRow another(
      RotationRow row, Instant now, Instant then, String why, boolean worthIt) {
    return worthIt && !isLate(row, now)
        ? row.another(newAttempt.get(), then, why)
        : row.abandoned(now, why);
  }

  /** Upstream may refuse a new secret that it does not know everywhere yet: that may pass. */
  private static boolean isForGood(TokenException failure) {
    return failure.reason() == TokenException.Reason.CONFIGURATION;
  }

  private boolean isLate(RotationRow row, Instant now) {
    return !now.isBefore(row.begun().plus(plan.patience()));
  }

  /** Discards what was made and could not be kept: nobody else would, if it came too late. */
  void discardUnkept(RotationRow before, RotationRow unkept) {
    if (before.stage() == Stage.CREATING && unkept.issued() != null) {
      rotatable.discard(before.attempt());
    }
  }
}
