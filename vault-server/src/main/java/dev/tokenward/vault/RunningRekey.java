package dev.tokenward.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.vault.store.Rekey.Outcome;
import dev.tokenward.vault.store.Rekey.Progress;
import java.util.function.Consumer;

/** A rekey of a vault that runs, followed to its end. */
final class RunningRekey {

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
    return outcome(
        session.follow(
            ApiClient.path("rekey"),
            null,
            state -> state.path("running").asBoolean(),
            state -> told.accept(progress(state))));
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
