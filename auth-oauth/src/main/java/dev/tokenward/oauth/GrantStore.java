package dev.tokenward.oauth;

import dev.tokenward.core.Challenge;
import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.spi.DurableState.Row;
import dev.tokenward.core.spi.DurableState.UnavailableException;
import dev.tokenward.oauth.Journal.Spent;
import java.time.Duration;
import java.util.Map;
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

  /** By key: what neither could take, as long as this process lives. */
  private final Map<String, Unkept> unkept;

  private final Demands demands;

  /**
   * An answer.
   *
   * @param claimed the generation that was claimed
   * @param spent the one that its refresh token was made in
   */
  record Unkept(long claimed, long spent, GrantState grant) {}

  GrantStore(
      String key,
      DurableState state,
      Journal journal,
      Map<String, Unkept> unkept,
      Demands demands) {
    this.key = key;
    this.state = state;
    this.journal = journal;
    this.unkept = unkept;
    this.demands = demands;
  }

  Demands demands() {
    return demands;
  }

  /** What the provider of {@code client} wants of the next sign-in. */
  Optional<Challenge> challenge(Client client) {
    return demands.of(client, this);
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
    put(new Unkept(spent.generation(), spent.generation(), GrantState.of(left.get())));
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

  private void makeUp() {
    Unkept left = unkept.get(key);
    if (left != null) {
      put(left);
      unkept.remove(key, left);
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
    Spent sent = spentBy(claim.row());
    long claimed = claim.row().generation();
    Unkept answer = new Unkept(claimed, sent == null ? claimed : sent.generation(), next);
    try {
      return put(answer);
    } catch (UnavailableException e) {
      if (sent == null || !journal.add(key, sent, next.text())) {
        unkept.put(key, answer);
        throw e;
      }
      return next;
    }
  }

  private GrantState put(Unkept answer) {
    return keep(answer.claimed(), answer.grant())
        ? answer.grant()
        : overtaken(answer.spent(), answer.grant());
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

  /**
   * Puts {@code next} in the place of whatever there is, readable or not.
   *
   * @return what it replaced; null where there was nothing, or nothing that can be read
   */
  @Nullable GrantState replace(GrantState next) {
    Row row = current();
    while (!keep(row.generation(), next)) {
      row = current();
    }
    demands.met();
    try {
      return GrantState.of(row);
    } catch (UnavailableException e) {
      return null;
    }
  }

  private Row current() {
    try {
      return read();
    } catch (UnavailableException e) {
      return state.read(key);
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
