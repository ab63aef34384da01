package dev.tokenward.vault.access;

import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All statements. What none of them allows is refused. Thread-safe. */
public final class Policies {

  private static final int PAGE = 500;

  private volatile List<Policy> statements = List.of();

  /** The statements of {@code store}, as they are now. */
  public static Policies of(Store store) {
    Policies policies = new Policies();
    policies.reload(store);
    return policies;
  }

  /**
   * Takes the statements that {@code store} holds now. The oldest first: their order decides where
   * several would allow the same.
   */
  public void reload(Store store) {
    List<Row<Policy>> rows = new ArrayList<>();
    List<Row<Policy>> page = store.page(Policy.NOUN, "", PAGE);
    while (!page.isEmpty()) {
      rows.addAll(page);
      page = store.page(Policy.NOUN, page.get(page.size() - 1).name(), PAGE);
    }
    rows.sort(Comparator.<Row<Policy>, java.time.Instant>comparing(Row::createdAt));
    statements = rows.stream().map(Row::value).toList();
  }

  /**
   * Decides before anything of the credential is opened.
   *
   * @param credentialId null for a credential that does not exist
   */
  public Decision decide(Caller caller, Permission permission, @Nullable String credentialId) {
    List<Policy> about =
        statements.stream()
            .filter(each -> each.binds(caller))
            .filter(each -> credentialId != null && each.covers(credentialId))
            .toList();
    return new Decision(
        about.stream().filter(each -> each.permissions().contains(permission)).toList(),
        !about.isEmpty());
  }

  /** Every statement about the caller. */
  public List<Policy> about(Caller caller) {
    return statements.stream().filter(each -> each.binds(caller)).toList();
  }

  /** Every statement. */
  public List<Policy> all() {
    return statements;
  }

  /** Whether any statement gives the caller {@code permission}, on whatever credential. */
  public boolean holds(Caller caller, Permission permission) {
    return statements.stream()
        .anyMatch(each -> each.binds(caller) && each.permissions().contains(permission));
  }
}
