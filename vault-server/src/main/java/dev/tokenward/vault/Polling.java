package dev.tokenward.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks again and again at what goes on in the vault, ever more rarely: every look is a record in
 * the audit.
 *
 * @param pause waits that long
 */
record Polling(Consumer<Duration> pause) {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** In the time of this process. */
  static Polling inRealTime() {
    return new Polling(
        wait ->
            CompletableFuture.runAsync(
                    () -> {},
                    CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS))
                .join());
  }

  /**
   * The first state that does not go on.
   *
   * @param going whether it is under way
   * @param told of each state before the last
   * @param look the state now
   */
  JsonNode until(
      JsonNode first, Predicate<JsonNode> going, Consumer<JsonNode> told, Supplier<JsonNode> look) {
    JsonNode state = first;
    for (Duration wait = FIRST; going.test(state); wait = longer(wait)) {
      told.accept(state);
      pause.accept(wait);
      state = look.get();
    }
    return state;
  }

  private static Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
  }
}
