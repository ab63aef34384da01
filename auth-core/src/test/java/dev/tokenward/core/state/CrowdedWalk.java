package dev.tokenward.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Secret;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.spi.DurableState.Claim;
import dev.tokenward.core.spi.DurableState.Row;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Some users of one key, whose steps come in any order, who are slow and who vanish. */
final class CrowdedWalk {

  private static final String KEY = "grant/7";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final DurableState state;
  private final Consumer<Duration> pass;
  private final Random random;
  private final User[] users = {new User(), new User(), new User()};
  private final Set<Long> sent = new HashSet<>();
  private long generation;
  private String value = "none";

  CrowdedWalk(DurableState state, Consumer<Duration> pass, int seed) {
    this.state = state;
    this.pass = pass;
    this.random = new Random(seed);
  }

  void run(int steps) {
    for (int step = 0; step < steps; step++) {
      int user = random.nextInt(users.length);
      switch (random.nextInt(8)) {
        case 0 -> users[user] = new User();
        case 1 -> pass.accept(Duration.ofSeconds(random.nextInt(50)));
        default -> users[user].step();
      }
      assertKept();
    }
    assertThat(generation).isGreaterThan(3);
  }

  private void assertKept() {
    Row row = state.read(KEY);
    assertThat(row.generation()).isEqualTo(generation);
    assertThat(Objects.requireNonNullElse(DurableStateContract.value(row), "none"))
        .isEqualTo(value);
  }

  /** At most one step at a time: claim, mark, send, then write or release. */
  private final class User {

    private @Nullable Claim claim;
    private boolean marked;
    private @Nullable String pair;

    void step() {
      if (claim == null) {
        claim = state.claim(KEY, LIMIT) instanceof Claim given ? given : null;
      } else if (!marked) {
        mark(claim);
      } else if (pair == null) {
        send(claim);
      } else {
        finish(claim, pair);
      }
    }

    private void mark(Claim held) {
      marked = state.markSending(held);
      if (marked) {
        assertThat(sent.add(held.row().generation()) || held.unanswered() != null).isTrue();
      } else {
        claim = null;
      }
    }

    private void send(Claim held) {
      if (random.nextInt(4) == 0) {
        // It did not arrive, and that is known; a former holder's release counts for nothing.
        if (held.unanswered() == null && stillHeld(held)) {
          sent.remove(held.row().generation());
        }
        state.release(held);
        reset();
      } else {
        pair = "pair " + random.nextLong();
      }
    }

    private boolean stillHeld(Claim held) {
      return state.claim(KEY, LIMIT) instanceof DurableState.Held now && now.id().equals(held.id());
    }

    private void finish(Claim held, String known) {
      long spent = held.row().generation();
      boolean kept = state.write(KEY, spent, Secret.of(known));
      assertThat(kept).isEqualTo(spent == generation);
      if (kept) {
        generation++;
        value = known;
      }
      reset();
    }

    private void reset() {
      claim = null;
      marked = false;
      pair = null;
    }
  }
}
