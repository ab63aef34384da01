package dev.tokenward.oauth;

import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.spi.DurableState.Row;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import dev.tokenward.oauth.Journal.Spent;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One grant in durable state, and in the journal what could not be written there. Nothing that a
 * provider gave is dropped while either can be written, or this process lives.
 */
final class GrantStore {

  private final String key;
  private final DurableState state;
  private final Journal journal;

  private @Nullable Unkept unkept;

  private record Unkept(long spent, GrantState grant) {}

  GrantStore(String key, DurableState state, Journal journal) {
    this.key = key;
    this.state = state;
    this.journal = journal;
  }

  /** What is kept, after what was not kept before was made up for. */
  Row read() {
    makeUp();
    Row row = state.read(key);
    Spent spent = spentBy(row);
    Optional<Secret> left = spent == null ? Optional.empty() : journal.find(key, spent);
    if (spent == null || left.isEmpty()) {
      return row;
    }
    put(spent.generation(), GrantState.of(left.get()));
    journal.remove(key);
    return state.read(key);
  }

  /** What was sent from this row, or from the one before it was refused. */
  private static @Nullable Spent spentBy(Row row) {
    GrantState grant = GrantState.of(row);
    if (grant == null || grant.refreshToken() == null) {
      return null;
    }
    long generation = grant.end() == null ? row.generation() : grant.end().spent();
    return new Spent(generation, grant.refreshToken());
  }

  private synchronized void makeUp() {
    if (unkept != null) {
      put(unkept.spent(), unkept.grant());
      unkept = null;
    }
  }

  DurableState.Answer claim(Duration duration) {
    return state.claim(key, duration);
  }

  /**
   * Keeps what the provider gave for the generation {@code spent}: in the store, else in the
   * journal.
   *
   * @return what is kept now; not {@code next} where it was overtaken
   * @throws UnavailableException where neither can be written; it is kept in memory, and the next
   *     {@link #read} tries again
   */
  GrantState keepAnswer(DurableState.Claim claim, GrantState next) {
    long spent = claim.row().generation();
    try {
      return put(spent, next);
    } catch (UnavailableException e) {
      Spent sent = spentBy(claim.row());
      if (sent == null || !journal.add(key, sent, next.text())) {
        synchronized (this) {
          unkept = new Unkept(spent, next);
        }
        throw e;
      }
      return next;
    }
  }

  private GrantState put(long spent, GrantState next) {
    return keep(spent, next) ? next : overtaken(spent, next);
  }

  private boolean keep(long spent, GrantState next) {
    return state.write(key, spent, next.text());
  }

  /**
   * Someone else has written meanwhile. Where that is only that the old refresh token was refused,
   * this is the answer that was missing, and it counts.
   */
  private GrantState overtaken(long spent, GrantState next) {
    Row row = state.read(key);
    GrantState now = GrantState.of(row);
    while (now != null && now.end() != null && now.end().spent() == spent) {
      if (keep(row.generation(), next)) {
        return next;
      }
      row = state.read(key);
      now = GrantState.of(row);
    }
    return now == null ? next : now;
  }

  /** Puts {@code next} in the place of whatever there is. */
  void replace(GrantState next) {
    Row row = read();
    while (!keep(row.generation(), next)) {
      row = state.read(key);
    }
  }

  boolean markSending(DurableState.Claim claim) {
    return state.markSending(claim);
  }

  void release(DurableState.Claim claim) {
    state.release(claim);
  }

  /** Notes that {@code refused} is how the generation ended. */
  void end(DurableState.Claim claim, GrantState refused) {
    keep(claim.row().generation(), refused);
  }
}
