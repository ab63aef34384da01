package dev.tokenward.core.state;

import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.DurableState.Row;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row as it is kept, and what may become of it. Immutable.
 *
 * @param holder whose claim it is, run out or not; null when nobody's
 * @param sentAt when this generation was first sent with no outcome told; null when it was not
 */
record KeptRow(
    long generation, @Nullable Secret value, @Nullable Holder holder, @Nullable Instant sentAt) {

  /** Before anything was kept. */
  static final KeptRow EMPTY = new KeptRow(0, null, null, null);

  /** A claim and where it ends, in the store's time. */
  record Holder(String id, Instant deadline) {}

  /** What a user may see, in a copy of its own. */
  Row row() {
    return new Row(generation, value == null ? null : value.copy());
  }

  /** The claim that keeps others away at {@code now}; null when there is none. */
  @Nullable Holder holderAt(Instant now) {
    return holder != null && now.isBefore(holder.deadline()) ? holder : null;
  }

  boolean isHeldBy(String id) {
    return holder != null && holder.id().equals(id);
  }

  @Nullable Duration unansweredAt(Instant now) {
    return sentAt == null ? null : Duration.between(sentAt, now);
  }

  KeptRow claimed(String id, Instant deadline) {
    return new KeptRow(generation, value, new Holder(id, deadline), sentAt);
  }

  /** Sent at {@code now}, or before: the first time is the one that counts. */
  KeptRow sent(Instant now) {
    return new KeptRow(generation, value, holder, sentAt == null ? now : sentAt);
  }

  KeptRow released(boolean uncertain) {
    return new KeptRow(generation, value, null, uncertain ? sentAt : null);
  }

  KeptRow written(Secret next) {
    return new KeptRow(generation + 1, next, null, null);
  }

  /** Whether {@code candidate} is what replaced the generation {@code spent}. */
  boolean holds(long spent, Secret candidate) {
    return generation == spent + 1 && value != null && value.matches(candidate.reveal());
  }
}
