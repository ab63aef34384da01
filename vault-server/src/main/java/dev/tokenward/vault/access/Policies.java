package dev.tokenward.vault.access;

import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All statements. What none of them allows is refused. Thread-safe. */
public final class Policies {

  private static final int PAGE = 500;

  /** What was read after that many changes; no statements where the reading has yet to succeed. */
  private record Loaded(long changes, @Nullable List<Policy> statements) {

    Loaded orNewer(Loaded other) {
      return other.changes >= changes ? other : this;
    }
  }

  private final Store store;
  private final AtomicLong changes = new AtomicLong();
  private final AtomicReference<Loaded> loaded = new AtomicReference<>(new Loaded(0, null));

  private Policies(Store store) {
    this.store = store;
  }

  /** The statements of {@code store}, as they are now. */
  public static Policies of(Store store) {
    Policies policies = new Policies(store);
    policies.reload();
    return policies;
  }

  /**
   * Takes the statements that the store holds now. Those of before count no more, even where this
   * fails: then whoever decides next reads them.
   */
  public void reload() {
    Loaded nothing = new Loaded(changes.incrementAndGet(), null);
    loaded.accumulateAndGet(nothing, Loaded::orNewer);
    load(nothing);
  }

  private List<Policy> statements() {
    Loaded now = loaded.get();
    return now.statements() == null ? load(now) : now.statements();
  }

  // A reading that began before a change must not replace one that began after it.
  private List<Policy> load(Loaded missing) {
    List<Policy> found = read();
    loaded.accumulateAndGet(new Loaded(missing.changes(), found), Loaded::orNewer);
    return found;
  }

  /** The oldest first: their order decides where several would allow the same. */
  private List<Policy> read() {
    List<Row<Policy>> rows = new ArrayList<>();
    List<Row<Policy>> page = store.page(Policy.NOUN, "", PAGE);
    while (!page.isEmpty()) {
      rows.addAll(page);
      page = store.page(Policy.NOUN, page.get(page.size() - 1).name(), PAGE);
    }
    rows.sort(Comparator.<Row<Policy>, java.time.Instant>comparing(Row::createdAt));
    return rows.stream().map(Row::value).toList();
  }

  /**
   * Decides before anything of the credential is opened.
   *
   * @param credentialId null for a credential that does not exist
   */
  public Decision decide(Caller caller, Permission permission, @Nullable String credentialId) {
    List<Policy> about =
        statements().stream()
            .filter(each -> each.binds(caller))
            .filter(each -> credentialId != null && each.covers(credentialId))
            .filter(Policy::aboutCredentials)
            .toList();
    return new Decision(
        about.stream().filter(each -> each.permissions().contains(permission)).toList(),
        !about.isEmpty());
  }

  /** Whether a statement is there as it was; asked at every chunk of a stream, so it is cheap. */
  public boolean stands(Policy statement) {
    try {
      return statements().contains(statement);
    } catch (StoreException e) {
      return false;
    }
  }

  /** The ids of the credentials that the caller may know of; empty where that is every one. */
  public Optional<Set<String>> known(Caller caller) {
    Set<String> ids =
        statements().stream()
            .filter(each -> each.binds(caller) && each.aboutCredentials())
            .flatMap(each -> each.credentials().stream())
            .collect(Collectors.toSet());
    return ids.contains(Policy.EVERY) ? Optional.empty() : Optional.of(ids);
  }

  /** Every statement about the caller. */
  public List<Policy> about(Caller caller) {
    return statements().stream().filter(each -> each.binds(caller)).toList();
  }

  /** Every statement. */
  public List<Policy> all() {
    return statements();
  }

  /** Whether any statement gives the caller {@code permission}, on whatever credential. */
  public boolean holds(Caller caller, Permission permission) {
    return statements().stream()
        .anyMatch(each -> each.binds(caller) && each.permissions().contains(permission));
  }
}
