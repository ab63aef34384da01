package dev.tokenward.vault.broker;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * When each credential was used last. Kept in memory, and written to the store a minute after the
 * first use that it does not know, and at the end: no request waits for it. Thread-safe.
 */
public final class LastUses implements AutoCloseable {

  /** How long the store may not know of a use. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final int BATCH = 200;
  private static final System.Logger LOG = System.getLogger(LastUses.class.getName());

  private record LastUse(Instant at) {}

  private static final Noun<LastUse> NOUN = Noun.of("last-use", LastUse.class);

  private final Store store;
  private final TokenRuntime runtime;
  private final Map<String, Instant> uses = new ConcurrentHashMap<>();
  private final Set<String> unwritten = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean closed;

  LastUses(Store store, TokenRuntime runtime) {
    this.store = store;
    this.runtime = runtime;
  }

  /** Takes note of a use, to the second. */
  void used(String credentialId) {
    Instant now = runtime.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    if (!now.equals(uses.get(credentialId))) {
      uses.put(credentialId, now);
      unwritten.add(credentialId);
      schedule();
    }
  }

  /** When it was used last, as far as is known. */
  Optional<Instant> of(String credentialId) {
    return Optional.ofNullable(uses.get(credentialId))
        .or(() -> store.get(NOUN, credentialId).map(row -> row.value().at()));
  }

  /** Removes what is known of a credential that is being removed. */
  void forget(Store.Change work, String credentialId) {
    work.remove(NOUN, credentialId);
    uses.remove(credentialId);
    unwritten.remove(credentialId);
  }

  private void schedule() {
    if (!closed && scheduled.compareAndSet(false, true)) {
      runtime.timer().after(PAUSE, this::wake);
    }
  }

  private void wake() {
    try {
      runtime.executor().execute(this::writeInTime);
    } catch (RejectedExecutionException e) {
      scheduled.set(false);
    }
  }

  private void writeInTime() {
    scheduled.set(false);
    if (!closed && !write()) {
      schedule();
    }
  }

  private boolean write() {
    List<String> ids = List.copyOf(unwritten);
    for (int from = 0; from < ids.size(); from += BATCH) {
      if (!write(ids.subList(from, Math.min(ids.size(), from + BATCH)))) {
        return false;
      }
    }
    return true;
  }

  private boolean write(List<String> ids) {
    // First: a use that comes meanwhile is written again.
    ids.forEach(unwritten::remove);
    try {
      store.change(
          work -> {
            ids.forEach(id -> write(work, id));
            return ids;
          });
      return true;
    } catch (RuntimeException e) {
      unwritten.addAll(ids);
      LOG.log(System.Logger.Level.WARNING, "Last uses could not be written and wait", e);
      return false;
    }
  }

  private void write(Store.Change work, String id) {
    Instant at = uses.get(id);
    if (at == null || store.get(CredentialRecord.NOUN, id).isEmpty()) {
      return;
    }
    Optional<Row<LastUse>> row = store.get(NOUN, id);
    if (row.isPresent()) {
      work.replace(NOUN, row.get(), id, new LastUse(at));
    } else {
      work.add(NOUN, id, id, new LastUse(at), Map.of());
    }
  }

  /** Writes what the store does not know. */
  @Override
  public void close() {
    closed = true;
    write();
  }
}
