package dev.tokenward.core.state;

import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.state.KeptRow.Holder;
import dev.tokenward.core.state.Rows.Changed;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The rules of claims and generations, the same whatever keeps the rows. */
final class ClaimedRows implements DurableState {

  private final Rows rows;
  private final RandomGenerator random;

  ClaimedRows(Rows rows, RandomGenerator random) {
    this.rows = rows;
    this.random = random;
  }

  @Override
  public Row read(String key) {
    return rows.update(key, (row, now) -> new Changed<>(row, row.row()));
  }

  @Override
  public Answer claim(String key, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("A claim lasts for some time: " + duration);
    }
    String id = newId(random);
    return rows.update(key, (row, now) -> claim(row, now, key, id, duration));
  }

  private static Changed<Answer> claim(
      KeptRow row, Instant now, String key, String id, Duration duration) {
    Holder holder = row.holderAt(now);
    return holder == null
        ? new Changed<>(
            row.claimed(id, now.plus(duration)),
            new Claim(key, id, duration, row.row(), row.unansweredAt(now)))
        : new Changed<>(row, new Held(holder.id(), Duration.between(now, holder.deadline())));
  }

  @Override
  public boolean markSending(Claim claim) {
    return rows.update(claim.key(), (row, now) -> sending(row, now, claim));
  }

  // Once a claim has run out, the next one may be sending any moment.
  private static Changed<Boolean> sending(KeptRow row, Instant now, Claim claim) {
    return row.isHeldBy(claim.id()) && row.holderAt(now) != null
        ? new Changed<>(row.claimed(claim.id(), now.plus(claim.duration())).sent(now), true)
        : new Changed<>(row, false);
  }

  @Override
  public boolean write(String key, long spent, Secret value) {
    Secret kept = value.copy();
    return rows.update(
        key,
        (row, now) ->
            row.generation() == spent
                ? new Changed<>(row.written(kept), true)
                : new Changed<>(row, row.holds(spent, kept)));
  }

  @Override
  public void release(Claim claim) {
    rows.update(
        claim.key(),
        (row, now) ->
            new Changed<>(
                row.isHeldBy(claim.id()) ? row.released(claim.unanswered() != null) : row, true));
  }

  /** 128 bits: nobody meets another's by chance. */
  static String newId(RandomGenerator random) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
