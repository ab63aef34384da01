package dev.tokenward.vault.broker;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.state.DurableStates;
import dev.tokenward.core.state.Rotation;
import dev.tokenward.core.state.Rotation.Plan;
import dev.tokenward.core.state.Rotation.Progress;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.store.StoredStates;
import dev.tokenward.vault.upstream.ConnectionTest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs the rotation of each credential: what is due now at once, the rest by the timer, and after a
 * restart where it stopped. Thread-safe.
 */
public final class Rotations implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Rotations.class.getName());

  /** For a secret that is the token: whoever takes it once knows it. */
  private static final Plan AT_ONCE =
      new Plan(2, Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofMinutes(2));

  /**
   * For a secret that tokens are minted by: the servers of Entra ID learn of a new one by and by,
   * within two to ten minutes, so that one that takes it says little of the next.
   */
  private static final Plan BY_AND_BY =
      new Plan(3, Duration.ofMinutes(1), Duration.ofMinutes(30), Duration.ofMinutes(2));

  private static final String KEY = "rotation/";

  /** Who began it is on record; who was asking when the vault was restarted is not known. */
  private static final Call OWN =
      new Call(new Caller("vault", "vault"), "rotation", "0".repeat(32));

  private final Guard guard;
  private final Store store;
  private final Credentials credentials;
  private final TokenSources sources;
  private final ConnectionTest test;
  private final StoredStates states;
  private final DurableState state;
  private final TokenRuntime runtime;
  private volatile boolean closed;

  Rotations(
      Guard guard,
      Store store,
      Credentials credentials,
      TokenSources sources,
      ConnectionTest test,
      TokenRuntime runtime) {
    this.guard = guard;
    this.store = store;
    this.credentials = credentials;
    this.sources = sources;
    this.test = test;
    this.states = new StoredStates(store, runtime.clock());
    this.state = DurableStates.in(states, runtime);
    this.runtime = runtime;
  }

  /** Goes on with what was under way when the vault was stopped. */
  public void resume() {
    states
        .keys(KEY)
        .forEach(
            key -> later(rotation(OWN, key.substring(KEY.length()), null, false), Duration.ZERO));
  }

  /**
   * Begins to replace a credential's secrets.
   *
   * @throws TokenException when those in use cannot say who they are upstream
   * @throws RefusedException for {@code CONFLICT} while another rotation is under way, which would
   *     drop what was handed in
   */
  Progress begin(Call call, String credentialId, HandedIn given) {
    if (progress(credentialId).stage().underWay()) {
      throw new RefusedException(
          RefusedException.Reason.CONFLICT,
          "The secrets of this credential are being replaced already",
          null,
          "Wait until that has ended, as GET …/rotate tells, then hand these in again.");
    }
    rotation(call, credentialId, given, true).begin();
    return go(rotation(call, credentialId, given, false));
  }

  /** How far it is. */
  Progress progress(String credentialId) {
    return rotation(OWN, credentialId, null, false).progress();
  }

  private Progress go(Rotation rotation) {
    Progress progress = rotation.advance();
    if (progress.again() != null) {
      later(rotation, Duration.between(runtime.clock().instant(), progress.again()));
    }
    return progress;
  }

  private void later(Rotation rotation, Duration pause) {
    if (!closed) {
      runtime.timer().after(pause, () -> runtime.executor().execute(() -> goOn(rotation)));
    }
  }

  private void goOn(Rotation rotation) {
    try {
      if (!closed) {
        go(rotation);
      }
    } catch (RuntimeException e) {
      // Of the store, of the audit or of a step: whatever it is, the state says where to go on.
      if (!closed) {
        LOG.log(System.Logger.Level.WARNING, "A rotation cannot go on now and is tried again", e);
        later(rotation, AT_ONCE.pause());
      }
    }
  }

  private Rotation rotation(
      Call call, String credentialId, @Nullable HandedIn given, boolean begins) {
    return new Rotation(
        KEY + credentialId,
        state,
        new HandRotation(
            guard, store, credentials, sources, test, call, credentialId, given, begins),
        runtime,
        plan(credentialId));
  }

  private Plan plan(String credentialId) {
    return credentials.get(credentialId).filter(KeptCredential::minted).isPresent()
        ? BY_AND_BY
        : AT_ONCE;
  }

  @Override
  public void close() {
    closed = true;
  }
}
