package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Authority;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.CallerRecord;
import dev.tokenward.vault.access.NarrowedToken;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policies;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.broker.Trail.Ready;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.Listed;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.RecordIds;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.store.StoreException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes, shows, changes and removes policies. Nobody gives what they do not hold. Thread-safe. */
public final class PolicyRegistry {

  private final Guard guard;
  private final Store store;
  private final Policies policies;
  private final RecordIds ids;

  PolicyRegistry(Guard guard, Store store, Policies policies, RecordIds ids) {
    this.guard = guard;
    this.store = store;
    this.policies = policies;
    this.ids = ids;
  }

  /** Policies in the order of their names. */
  public Page<PolicyView> list(Call call, String after, int limit) {
    return permitted(
        call,
        "policy.list",
        () -> {
          List<Listed<Policy>> all = store.list(Policy.NOUN, after, limit);
          String next = all.size() < limit ? null : all.get(all.size() - 1).name();
          return new Ready<>(About.NOTHING, () -> Page.of(all, row -> view(call, row), next));
        });
  }

  /** One policy. */
  public PolicyView read(Call call, String name) {
    return permitted(
        call,
        "policy.read",
        () -> {
          Row<Policy> row = find(name);
          return new Ready<>(About.detail(name), () -> view(call, row));
        });
  }

  /** Makes a policy, or writes one anew. */
  public Written<PolicyView> put(Call call, String name, PolicyAsk ask, Precondition precondition) {
    return permitted(
        call,
        "policy.write",
        () -> {
          Optional<Row<Policy>> row = store.find(Policy.NOUN, name);
          precondition.require(row);
          Policy policy = resolved(call, name, ask);
          requireAuthority(call, policy);
          requireNoNarrowedToken(call, policy);
          return new Ready<>(
              About.detail(name),
              () ->
                  new Written<>(
                      row.filter(old -> old.value().equals(policy))
                          .map(same -> view(call, same))
                          .orElseGet(() -> written(call, row, policy)),
                      row.isEmpty()));
        });
  }

  private PolicyView written(Call call, Optional<Row<Policy>> row, Policy policy) {
    Row<Policy> written =
        store.change(
            change ->
                row.map(old -> change.replace(Policy.NOUN, old, policy.name(), policy))
                    .orElseGet(
                        () ->
                            change.add(Policy.NOUN, ids.next(), policy.name(), policy, Map.of())));
    return noted(call, "policy.write", written);
  }

  /** Removes a policy, whole or damaged. */
  public void delete(Call call, String name, Precondition precondition) {
    permitted(
        call,
        "policy.delete",
        () -> {
          Listed<Policy> found = store.look(Policy.NOUN, name).orElseThrow(() -> notFound(name));
          precondition.require(found.whole());
          return new Ready<>(About.detail(name), () -> removed(call, found));
        });
  }

  private Listed<Policy> removed(Call call, Listed<Policy> policy) {
    long version = store.change(change -> change.remove(Policy.NOUN, policy.id()));
    policies.reload();
    guard.changed(
        call, "policy.delete", About.version(Policy.NOUN, policy.id(), version, policy.name()));
    return policy;
  }

  private PolicyView noted(Call call, String action, Row<Policy> row) {
    policies.reload();
    guard.changed(call, action, About.version(Policy.NOUN, row));
    return view(call, row);
  }

  private Policy resolved(Call call, String name, PolicyAsk ask) {
    return new Policy(
        name,
        idsOf(CallerRecord.NOUN, ask.callers(), "callers", row -> true),
        idsOf(
            CredentialRecord.NOUN,
            ask.credentials(),
            "credentials",
            row -> guard.knows(call, row.id())),
        ask.permissions(),
        ask.allow(),
        ask.maxTtl());
  }

  private <T> Set<String> idsOf(
      Noun<T> noun, Set<String> names, String field, Predicate<Row<T>> visible) {
    Set<String> found = new LinkedHashSet<>();
    for (String name : names) {
      found.add(
          name.equals(Policy.EVERY) && field.equals("credentials")
              ? name
              : store
                  .find(noun, name)
                  .filter(visible)
                  .map(Row::id)
                  .orElseThrow(() -> unknown(noun.name(), name, field)));
    }
    return found;
  }

  /** The same for what is not there and for what this caller may not know of. */
  private static RefusedException unknown(String noun, String name, String field) {
    return new RefusedException(
        Reason.BAD_INPUT,
        field + " names a " + noun + " " + name + " that does not exist",
        field,
        "Make it first, or correct the name.");
  }

  private void requireAuthority(Call call, Policy policy) {
    new Authority(policies, call.caller())
        .beyond(policy)
        .ifPresent(
            what -> {
              throw new RefusedException(
                  Reason.WIDER_THAN_POLICY,
                  "This caller cannot give what it does not hold: " + what,
                  "permissions",
                  "Ask someone who holds it.");
            });
  }

  private void requireNoNarrowedToken(Call call, Policy policy) {
    List<Policy> others =
        policies.all().stream().filter(each -> !each.name().equals(policy.name())).toList();
    Stream.concat(
            NarrowedToken.find(policy, with(others, policy)).stream(),
            others.stream().flatMap(each -> NarrowedToken.find(each, List.of(policy)).stream()))
        .findFirst()
        .ifPresent(
            found -> {
              throw new RefusedException(
                  Reason.CONFLICT,
                  found.problem(
                      names(CallerRecord.NOUN, found.callers(), id -> true),
                      names(
                          CredentialRecord.NOUN, found.credentials(), id -> guard.knows(call, id))),
                  "allow",
                  "Remove the permission token or the rules.");
            });
  }

  private static List<Policy> with(List<Policy> others, Policy policy) {
    return Stream.concat(others.stream(), Stream.of(policy)).toList();
  }

  private PolicyView view(Call call, Row<Policy> row) {
    return new PolicyView(
        row,
        names(CallerRecord.NOUN, row.value().callers(), id -> true),
        names(CredentialRecord.NOUN, row.value().credentials(), id -> guard.knows(call, id)));
  }

  /** An id instead of the name of what was removed, and of what the caller may not know. */
  private List<String> names(Noun<?> noun, Collection<String> ids, Predicate<String> known) {
    return ids.stream()
        .map(id -> nameOf(noun, id).filter(name -> known.test(id)).orElse(id))
        .sorted()
        .toList();
  }

  private Optional<String> nameOf(Noun<?> noun, String id) {
    try {
      return store.get(noun, id).map(row -> row.name());
    } catch (StoreException e) {
      // What is damaged must not hide the policies that name it.
      if (e.reason() == StoreException.Reason.DAMAGED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> T permitted(Call call, String action, Supplier<Ready<T>> body) {
    return guard.permitted(call, action, Permission.POLICY_WRITE, null, body);
  }

  private Row<Policy> find(String name) {
    return store.find(Policy.NOUN, name).orElseThrow(() -> notFound(name));
  }

  private static RefusedException notFound(String name) {
    return new RefusedException(Reason.NOT_FOUND, "There is no policy " + name);
  }
}
