package dev.tokenward.vault.access;

import dev.tokenward.vault.store.Listed;
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

  private static final System.Logger LOG = System.getLogger(Policies.class.getName());

  /**
   * What was read.
   *
   * @param damage of one that was left out: statements only allow, so what it says is missed and
   *     never missing
   */
  private record Found(List<Policy> statements, Optional<StoreException> damage) {}

  /** What was read after that many changes; nothing where the reading has yet to succeed. */
  private record Loaded(long changes, @Nullable Found found) {

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
    return found().statements();
  }

  private Found found() {
    Loaded now = loaded.get();
    return now.found() == null ? load(now) : now.found();
  }

  /**
   * To be asked before anything is refused: what no statement allows, one that cannot be read may.
   *
   * @throws StoreException for {@code DAMAGED}, naming it
   */
  public void requireWhole() {
    if (found().damage().isPresent()) {
      // It may have been put right meanwhile.
      reload();
      throwIfAny(found().damage());
    }
  }

  private static void throwIfAny(Optional<StoreException> damage) {
    if (damage.isPresent()) {
      throw damage.get();
    }
  }

  // A reading that began before a change must not replace one that began after it.
  private Found load(Loaded missing) {
    Found found = read();
    loaded.accumulateAndGet(new Loaded(missing.changes(), found), Loaded::orNewer);
    return found;
  }

  /** The oldest first: their order decides where several would allow the same. */
  private Found read() {
    List<Listed<Policy>> all = new ArrayList<>();
    List<Listed<Policy>> page = store.list(Policy.NOUN, "", PAGE);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = store.list(Policy.NOUN, page.get(page.size() - 1).name(), PAGE);
    }
    all.stream()
        .flatMap(each -> each.problem().stream())
        .forEach(problem -> LOG.log(System.Logger.Level.ERROR, problem));
    return new Found(
        all.stream()
            .flatMap(each -> each.whole().stream())
            .sorted(Comparator.comparing(Row::createdAt))
            .map(Row::value)
            .toList(),
        all.stream().flatMap(each -> each.damage().stream()).findFirst());
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
