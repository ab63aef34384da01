package dev.tokenward.vault.api;

import dev.tokenward.vault.broker.Rekeying;
import dev.tokenward.vault.broker.Rekeying.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A new root key for everything that is kept. */
final class RekeyRoutes implements Routes {

  private final Rekeying rekeying;

  RekeyRoutes(Rekeying rekeying) {
    this.rekeying = rekeying;
  }

  record RekeyAnswer(
      @Doc("The version of the root key that records are brought under.") int version,
      @Doc("How many records this run has brought there.") long resealed,
      @Doc("How many were to be brought when it began.") long total,
      @Doc("Whether a run is under way.") boolean running,
      @Doc("Records that did not open and were left as they are.") List<String> damaged,
      @Doc("Why the last run stopped before its end.") @Nullable String problem) {

    static RekeyAnswer of(State state) {
      return new RekeyAnswer(
          state.progress().version(),
          state.progress().resealed(),
          state.progress().total(),
          state.running(),
          state.damaged(),
          state.problem());
    }
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.post(
                "/v1/rekey",
                "rekey",
                "Make a new root key and bring every record under it, or go on with that",
                Operation.Nothing.class,
                RekeyAnswer.class,
                ask -> RekeyAnswer.of(rekeying.begin(ask.call())))
            .beginning(),
        Operation.get(
            "/v1/rekey",
            "rekeyProgress",
            "How far the rekey is",
            RekeyAnswer.class,
            ask -> RekeyAnswer.of(rekeying.state(ask.call()))));
  }
}
