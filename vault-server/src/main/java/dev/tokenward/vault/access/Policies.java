package dev.tokenward.vault.access;

import java.util.List;

/** All statements. What none of them allows is refused. Immutable. */
public final class Policies {

  private final List<Policy> statements;

  /** Keeps the order, which decides where several statements would allow the same. */
  public Policies(List<Policy> statements) {
    this.statements = List.copyOf(statements);
  }

  /** Decides before anything of the credential is loaded. */
  public Decision decide(Caller caller, Permission permission, String credential) {
    List<Policy> about =
        statements.stream()
            .filter(each -> each.callers().contains(caller.name()))
            .filter(each -> each.credentials().contains(credential))
            .toList();
    return new Decision(
        about.stream().filter(each -> each.permissions().contains(permission)).toList(),
        !about.isEmpty());
  }

  /** Whether any statement gives the caller {@code permission}, on whatever credential. */
  public boolean holds(Caller caller, Permission permission) {
    return statements.stream()
        .anyMatch(
            each ->
                each.callers().contains(caller.name()) && each.permissions().contains(permission));
  }
}
