package dev.tokenward.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.vault.store.Rekey.Outcome;
import dev.tokenward.vault.store.Rekey.Progress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A rekey of a vault that runs, followed to its end. */
final class RunningRekey {

  private static final String PATH = ApiClient.path("rekey");

  private final Session session;

  RunningRekey(Session session) {
    this.session = session;
  }

  /**
   * Begins it, or joins the one that is under way.
   *
   * @param told once a second
   * @throws CommandException when it stopped before its end
   */
  Outcome run(Consumer<Progress> told) {
    try (ApiClient api = session.open()) {
      JsonNode state = api.send("POST", PATH, null).body();
      while (state.path("running").asBoolean()) {
        told.accept(progress(state));
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS))
            .join();
        state = api.send("GET", PATH, null).body();
      }
      return outcome(state);
    }
  }

  private static Progress progress(JsonNode state) {
    return new Progress(
        state.path("version").asInt(),
        state.path("resealed").asLong(),
        state.path("total").asLong());
  }

  private static Outcome outcome(JsonNode state) {
    if (state.hasNonNull("problem")) {
      throw new CommandException(state.path("problem").asText() + ". Run it again to go on.");
    }
    Progress end = progress(state);
    return new Outcome(
        end.version(),
        end.resealed(),
        state.path("damaged").valueStream().map(JsonNode::asText).toList());
  }
}
