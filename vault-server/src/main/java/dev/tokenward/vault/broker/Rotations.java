package dev.tokenward.vault.broker;

import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.state.Rotation;
import dev.tokenward.core.state.Rotation.Plan;
import dev.tokenward.core.state.Rotation.Progress;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.upstream.ConnectionTest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the rotation of each credential: what is due now at once, the rest by the timer, and after a
 * restart where it stopped. Thread-safe.
 */
final class Rotations {

  private static final System.Logger LOG = System.getLogger(Rotations.class.getName());
  private static final Plan PLAN =
      new Plan(2, Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofMinutes(2));

  private final Store store;
  private final Credentials credentials;
  private final TokenSources sources;
  private final ConnectionTest test;
  private final DurableState state;
  private final TokenRuntime runtime;

  Rotations(
      Store store,
      Credentials credentials,
      TokenSources sources,
      ConnectionTest test,
      DurableState state,
      TokenRuntime runtime) {
    this.store = store;
    this.credentials = credentials;
    this.sources = sources;
    this.test = test;
    this.state = state;
    this.runtime = runtime;
  }

  /**
   * Begins to replace a credential's secrets.
   *
   * @throws TokenException when those in use cannot say who they are upstream
   */
  Progress begin(String credentialId, Map<String, Secret> given) {
    Rotation rotation = rotation(credentialId, given);
    rotation.begin();
    return go(rotation);
  }

  /** How far it is; goes on where it is due. */
  Progress progress(String credentialId) {
    return go(rotation(credentialId, null));
  }

  private Progress go(Rotation rotation) {
    Progress progress = rotation.advance();
    if (progress.again() != null) {
      Duration pause = Duration.between(runtime.clock().instant(), progress.again());
      runtime.timer().after(pause, () -> runtime.executor().execute(() -> goOn(rotation)));
    }
    return progress;
  }

  private void goOn(Rotation rotation) {
    try {
      go(rotation);
    } catch (TokenException | DurableState.UnavailableException e) {
      LOG.log(System.Logger.Level.WARNING, "A rotation cannot go on now; ask for its progress", e);
    }
  }

  private Rotation rotation(String credentialId, @Nullable Map<String, Secret> given) {
    return new Rotation(
        "rotation/" + credentialId,
        state,
        new HandRotation(store, credentials, sources, test, credentialId, given),
        runtime,
        PLAN);
  }
}
