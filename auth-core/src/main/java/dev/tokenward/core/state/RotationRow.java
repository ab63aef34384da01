package dev.tokenward.core.state;

import static java.util.Objects.requireNonNull;

import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.DurableState.Row;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import dev.tokenward.core.spi.Rotatable.InUse;
import dev.tokenward.core.spi.Rotatable.Issued;
import dev.tokenward.core.state.Rotation.Progress;
import dev.tokenward.core.state.Rotation.Stage;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a rotation is, as it is kept. Immutable.
 *
 * @param attempt under which the new secret is created
 * @param spent earlier attempts, whose outcome is unknown or bad
 * @param old what was in use when it began
 * @param issued the new secret; null before it is made and after it is in its place
 * @param proofs how many probes have succeeded in a row
 * @param due when the next step is
 * @param problem what failed last
 */
record RotationRow(
    Stage stage,
    String attempt,
    List<String> spent,
    InUse old,
    @Nullable Issued issued,
    int proofs,
    Instant begun,
    Instant due,
    @Nullable String problem) {

  private static final String VERSION = "1";

  private static final RotationRow NONE =
      new RotationRow(
          Stage.NONE,
          "",
          List.of(),
          new InUse("", ""),
          null,
          0,
          Instant.EPOCH,
          Instant.EPOCH,
          null);

  static RotationRow begun(String attempt, InUse old, Instant now) {
    return new RotationRow(Stage.CREATING, attempt, List.of(), old, null, 0, now, now, null);
  }

  boolean isDue(Instant now) {
    return stage.underWay() && !now.isBefore(due);
  }

  Progress progress() {
    return new Progress(stage, stage.underWay() ? due : null, problem);
  }

  Issued made() {
    return requireNonNull(issued, "A secret that is proven was made before");
  }

  /** The same step once more, at {@code then}. */
  RotationRow later(Instant then, @Nullable String why) {
    return new RotationRow(stage, attempt, spent, old, issued, 0, begun, then, why);
  }

  /** Another attempt to create; what this one made is to be discarded. */
  RotationRow another(String next, Instant then, @Nullable String why) {
    return new RotationRow(stage, next, spentNow(), old, null, 0, begun, then, why);
  }

  RotationRow made(Issued made, Instant now) {
    return new RotationRow(Stage.PROVING, attempt, spent, old, made, 0, begun, now, null);
  }

  RotationRow proven(int successes, Instant then) {
    return new RotationRow(stage, attempt, spent, old, issued, successes, begun, then, null);
  }

  RotationRow at(Stage next, Instant then) {
    return new RotationRow(next, attempt, spent, old, issued, proofs, begun, then, problem);
  }

  /** The new secret is given up; all that was made is to be discarded. */
  RotationRow abandoned(Instant now, String why) {
    return new RotationRow(Stage.ABANDONING, attempt, spentNow(), old, issued, 0, begun, now, why);
  }

  /** What came was no new secret: there is nothing of this attempt that may be discarded. */
  RotationRow abandonedUnmade(Instant now, String why) {
    return new RotationRow(Stage.ABANDONING, attempt, spent, old, null, 0, begun, now, why);
  }

  /** The end, which needs no secret any more. */
  RotationRow ended(Stage end, Instant now) {
    String why = end == Stage.KEPT ? problem : null;
    return new RotationRow(end, attempt, List.of(), old, null, 0, begun, now, why);
  }

  private List<String> spentNow() {
    return Stream.concat(spent.stream(), Stream.of(attempt)).distinct().toList();
  }

  /** The text to keep. */
  Secret secret() {
    return Secret.of(
        Columns.join(
            VERSION,
            stage,
            attempt,
            String.join(" ", spent),
            old.id(),
            old.identity(),
            issued == null ? null : issued.id(),
            issued == null ? null : issued.secret().reveal(),
            proofs,
            begun,
            due,
            problem));
  }

  /** What is kept; {@link Stage#NONE} before anything is. */
  static RotationRow of(Row row) {
    return row.value() == null ? NONE : of(row.value());
  }

  private static RotationRow of(Secret kept) {
    try {
      return of(Columns.split(kept.reveal(), 12));
    } catch (RuntimeException e) {
      // Without its cause, whose message may quote the value.
      throw new UnavailableException(
          "What is kept of a rotation is of another version of Tokenward; use that one", null);
    }
  }

  private static RotationRow of(List<@Nullable String> columns) {
    if (!VERSION.equals(columns.get(0))) {
      throw new IllegalArgumentException("Another version");
    }
    String id = columns.get(6);
    return new RotationRow(
        Stage.valueOf(text(columns, 1)),
        text(columns, 2),
        Stream.of(text(columns, 3).split(" ")).filter(each -> !each.isEmpty()).toList(),
        new InUse(text(columns, 4), text(columns, 5)),
        id == null ? null : new Issued(id, Secret.of(text(columns, 7))),
        Integer.parseInt(text(columns, 8)),
        Instant.parse(text(columns, 9)),
        Instant.parse(text(columns, 10)),
        columns.get(11));
  }

  private static String text(List<@Nullable String> columns, int column) {
    return requireNonNull(columns.get(column));
  }
}
