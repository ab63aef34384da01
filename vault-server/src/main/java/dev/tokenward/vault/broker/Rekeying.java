package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.broker.Trail.Ready;
import dev.tokenward.vault.store.KeyRingException;
import dev.tokenward.vault.store.Rekey;
import dev.tokenward.vault.store.Rekey.Outcome;
import dev.tokenward.vault.store.Rekey.Progress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Brings every record under a new root key while the vault serves. What a stop cuts off goes on
 * when it is begun again. Thread-safe.
 */
public final class Rekeying implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Rekeying.class.getName());

  /**
   * How far it is.
   *
   * @param damaged records that did not open and were left as they are
   * @param problem why the last run stopped before its end, or null
   */
  public record State(
      Progress progress, boolean running, List<String> damaged, @Nullable String problem) {

    /** Copies the list. */
    public State {
      damaged = List.copyOf(damaged);
    }
  }

  private final Guard guard;
  private final Optional<Rekey> rekey;
  private final Executor executor;
  private volatile boolean closed;
  private volatile @Nullable State last;

  Rekeying(Guard guard, Optional<Rekey> rekey, Executor executor) {
    this.guard = guard;
    this.rekey = rekey;
    this.executor = executor;
  }

  /**
   * Makes a new root key and begins; or goes on with what was stopped; or tells of the run that is
   * under way.
   */
  public State begin(Call call) {
    return guard.permitted(
        call,
        "vault.rekey",
        Permission.SYSTEM,
        null,
        () -> {
          Rekey kept = kept();
          return new Ready<>(About.NOTHING, () -> begin(call, kept));
        });
  }

  /** How far it is. */
  public State state(Call call) {
    return guard.permitted(
        call,
        "rekey.read",
        Permission.SYSTEM,
        null,
        () -> {
          Rekey kept = kept();
          return new Ready<>(About.NOTHING, () -> state(kept));
        });
  }

  private Rekey kept() {
    return rekey.orElseThrow(
        () ->
            new RefusedException(
                Reason.READ_ONLY,
                "This vault keeps nothing, so there is nothing under a root key",
                null,
                "Give it a stateDir first."));
  }

  private synchronized State begin(Call call, Rekey kept) {
    State now = last;
    if (now != null && now.running()) {
      return now;
    }
    Progress begun = begun(kept);
    State state = new State(begun, true, List.of(), null);
    last = state;
    executor.execute(() -> run(call, kept, begun));
    return state;
  }

  private static Progress begun(Rekey kept) {
    try {
      return kept.begin();
    } catch (KeyRingException e) {
      throw new RefusedException(
          Reason.CONFLICT, String.valueOf(e.getMessage()), null, "Then begin again.");
    }
  }

  private void run(Call call, Rekey kept, Progress begun) {
    try {
      Outcome done = kept.run(this::told);
      guard.changed(
          call,
          "vault.rekey",
          About.detail(done.resealed() + " records under root key version " + done.version()));
      Progress end = new Progress(done.version(), done.resealed(), begun.total());
      last = new State(end, false, done.damaged(), null);
    } catch (CancellationException e) {
      stopped("The vault was stopped");
    } catch (RuntimeException e) {
      // Of the store or of the audit: whatever it is, the next run goes on where this one stopped.
      LOG.log(System.Logger.Level.WARNING, "A rekey stopped and waits to be begun again", e);
      stopped(String.valueOf(e.getMessage()));
    }
  }

  private void told(Progress progress) {
    if (closed) {
      throw new CancellationException();
    }
    last = new State(progress, true, List.of(), null);
  }

  private void stopped(String problem) {
    State before = last;
    if (before != null) {
      last = new State(before.progress(), false, List.of(), problem);
    }
  }

  private State state(Rekey kept) {
    State now = last;
    return now == null ? new State(kept.progress(), false, List.of(), null) : now;
  }

  @Override
  public void close() {
    closed = true;
  }
}
