package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Authority;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.CallerRecord;
import dev.tokenward.vault.access.CallerRecord.SecretHash;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policies;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.broker.Trail.Ready;
import dev.tokenward.vault.lease.CallerSecrets;
import dev.tokenward.vault.lease.Lease;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.store.Listed;
import dev.tokenward.vault.store.RecordIds;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes, shows, changes and removes callers and what they prove themselves with. Thread-safe. */
public final class CallerRegistry {

  private static final int MOST_SECRETS = 2;

  /** A new secret of a caller, shown this once. */
  public record Shown(Row<CallerRecord> caller, String secretId, String secret) {

    /** The id alone. */
    @Override
    public String toString() {
      return "Shown[" + secretId + "]";
    }
  }

  private final Guard guard;
  private final Store store;
  private final Policies policies;
  private final Freezes freezes;
  private final Leases leases;
  private final CallerSecrets secrets;
  private final RecordIds ids;

  CallerRegistry(
      Guard guard,
      Store store,
      Policies policies,
      Freezes freezes,
      Leases leases,
      CallerSecrets secrets,
      RecordIds ids) {
    this.guard = guard;
    this.store = store;
    this.policies = policies;
    this.freezes = freezes;
    this.leases = leases;
    this.secrets = secrets;
    this.ids = ids;
  }

  /** Callers in the order of their names. */
  public Page<Row<CallerRecord>> list(Call call, String after, int limit) {
    return permitted(call, "caller.list", () -> page(after, limit));
  }

  private Ready<Page<Row<CallerRecord>>> page(String after, int limit) {
    List<Listed<CallerRecord>> all = store.list(CallerRecord.NOUN, after, limit);
    String next = all.size() < limit ? null : all.get(all.size() - 1).name();
    return new Ready<>(About.NOTHING, () -> Page.of(all, row -> row, next));
  }

  /** One caller. */
  public Row<CallerRecord> read(Call call, String name) {
    return permitted(
        call,
        "caller.read",
        () -> {
          Row<CallerRecord> row = find(name);
          return new Ready<>(About.detail(name), () -> row);
        });
  }

  /** Whether the caller is frozen. */
  public boolean frozen(Row<CallerRecord> caller) {
    return freezes.frozen(caller.id());
  }

  /**
   * Makes a caller, which can do nothing until a policy says so, or changes its description.
   *
   * @param name its new name, or null
   */
  public Written<Row<CallerRecord>> put(
      Call call,
      String name,
      @Nullable String newName,
      @Nullable String description,
      Precondition precondition) {
    return permitted(
        call,
        "caller.write",
        () -> {
          Optional<Row<CallerRecord>> row = store.find(CallerRecord.NOUN, name);
          precondition.require(row);
          if (row.isPresent() && newName != null && !newName.equals(name)) {
            guard.requirePermission(call, Permission.POLICY_WRITE);
          }
          return new Ready<>(
              About.detail(name),
              () ->
                  new Written<>(
                      row.filter(old -> same(old, newName, description))
                          .orElseGet(
                              () ->
                                  noted(
                                      call,
                                      "caller.write",
                                      write(row, name, newName, description))),
                      row.isEmpty()));
        });
  }

  private static boolean same(
      Row<CallerRecord> old, @Nullable String newName, @Nullable String description) {
    return (newName == null || newName.equals(old.name()))
        && Objects.equals(description, old.value().description());
  }

  private Row<CallerRecord> write(
      Optional<Row<CallerRecord>> row,
      String name,
      @Nullable String newName,
      @Nullable String description) {
    String label = newName == null ? name : newName;
    return store.change(
        change ->
            row.map(
                    old ->
                        change.replace(
                            CallerRecord.NOUN,
                            old,
                            label,
                            new CallerRecord(description, old.value().secrets())))
                .orElseGet(
                    () ->
                        change.add(
                            CallerRecord.NOUN,
                            ids.next(),
                            label,
                            new CallerRecord(description, List.of()),
                            Map.of())));
  }

  /** Gives a caller another secret; two are valid at once, so that one can replace the other. */
  public Shown addSecret(Call call, String name) {
    return permitted(
        call,
        "caller.secret.add",
        () -> {
          Row<CallerRecord> row = find(name);
          requireAuthority(call, row);
          if (row.value().secrets().size() >= MOST_SECRETS) {
            throw new RefusedException(
                Reason.CONFLICT,
                "The caller " + name + " has " + MOST_SECRETS + " secrets already",
                null,
                "Remove one: DELETE /v1/callers/" + name + "/secrets/{id}.");
          }
          return new Ready<>(About.detail(name), () -> addSecret(call, row));
        });
  }

  private Shown addSecret(Call call, Row<CallerRecord> row) {
    CallerSecrets.Made made = secrets.make();
    List<SecretHash> all =
        Stream.concat(row.value().secrets().stream(), Stream.of(made.kept())).toList();
    Row<CallerRecord> changed = withSecrets(row, all);
    noted(call, "caller.secret.add", changed);
    return new Shown(changed, made.kept().id(), made.text());
  }

  /** Ends a secret of a caller. */
  public Row<CallerRecord> removeSecret(Call call, String name, String secretId) {
    return permitted(
        call,
        "caller.secret.remove",
        () -> {
          Row<CallerRecord> row = find(name);
          List<SecretHash> left =
              row.value().secrets().stream().filter(each -> !each.id().equals(secretId)).toList();
          if (left.size() == row.value().secrets().size()) {
            throw new RefusedException(
                Reason.NOT_FOUND, "The caller " + name + " has no secret " + secretId);
          }
          return new Ready<>(
              About.detail(name),
              () -> noted(call, "caller.secret.remove", withSecrets(row, left)));
        });
  }

  private Row<CallerRecord> withSecrets(Row<CallerRecord> row, List<SecretHash> all) {
    CallerRecord record = new CallerRecord(row.value().description(), all);
    return store.change(change -> change.replace(CallerRecord.NOUN, row, row.name(), record));
  }

  /** Who can give a caller a secret can act as that caller. */
  private void requireAuthority(Call call, Row<CallerRecord> row) {
    Authority authority = new Authority(policies, call.caller());
    for (Policy each : policies.about(new Caller(row.id(), row.name()))) {
      authority
          .beyond(each)
          .ifPresent(
              what -> {
                throw new RefusedException(
                    Reason.WIDER_THAN_POLICY,
                    "With a secret of "
                        + row.name()
                        + " comes more than this caller holds: "
                        + what,
                    null,
                    "Ask someone who holds it.");
              });
    }
  }

  /** Removes a caller, whole or damaged, with all that it was issued. */
  public void delete(Call call, String name, Precondition precondition) {
    permitted(
        call,
        "caller.delete",
        () -> {
          Listed<CallerRecord> found =
              store.look(CallerRecord.NOUN, name).orElseThrow(() -> notFound(name));
          precondition.require(found.whole());
          return new Ready<>(About.detail(name), () -> removed(call, found));
        });
  }

  private Listed<CallerRecord> removed(Call call, Listed<CallerRecord> caller) {
    long version = store.change(change -> change.remove(CallerRecord.NOUN, caller.id()));
    freezes.removed(caller.id());
    List<Lease> issued =
        leases.all().stream().filter(each -> each.caller().id().equals(caller.id())).toList();
    new LeaseEnds(guard, leases).end(call, "caller.delete", issued);
    guard.changed(
        call,
        "caller.delete",
        About.version(CallerRecord.NOUN, caller.id(), version, caller.name()));
    return caller;
  }

  /** Refuses everything to a caller, or lets it go on. */
  public Row<CallerRecord> freeze(Call call, String name, boolean frozen) {
    return guard.permitted(
        call,
        frozen ? "caller.freeze" : "caller.unfreeze",
        Permission.SYSTEM,
        null,
        () -> {
          Row<CallerRecord> row = find(name);
          return new Ready<>(
              About.detail(name),
              () -> {
                freezes.set(row.id(), frozen);
                return row;
              });
        });
  }

  private <T> T permitted(Call call, String action, Supplier<Ready<T>> body) {
    return guard.permitted(call, action, Permission.CALLER_WRITE, null, body);
  }

  private Row<CallerRecord> find(String name) {
    return store.find(CallerRecord.NOUN, name).orElseThrow(() -> notFound(name));
  }

  private static RefusedException notFound(String name) {
    return new RefusedException(Reason.NOT_FOUND, "There is no caller " + name);
  }

  private Row<CallerRecord> noted(Call call, String action, Row<CallerRecord> row) {
    guard.changed(call, action, About.version(CallerRecord.NOUN, row));
    return row;
  }
}
