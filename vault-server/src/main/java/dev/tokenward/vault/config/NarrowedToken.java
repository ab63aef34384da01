package dev.tokenward.vault.config;

import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds rules that would only seem to narrow: a brokered token is good for everything its
 * credential is, so nobody may get both the token and a narrowed proxy (S7).
 */
final class NarrowedToken {

  private NarrowedToken() {}

  /** What is wrong with the rules of {@code narrowed} beside {@code policies}. */
  static Optional<String> find(Policy narrowed, Collection<Policy> policies) {
    return policies.stream()
        .filter(other -> narrowed.allow().narrowed())
        .filter(other -> other.permissions().contains(Permission.TOKEN))
        .filter(other -> !common(other, narrowed, Policy::callers).isEmpty())
        .filter(other -> !common(other, narrowed, Policy::credentials).isEmpty())
        .findFirst()
        .map(other -> problem(narrowed, other));
  }

  private static String problem(Policy narrowed, Policy other) {
    boolean same = other.name().equals(narrowed.name());
    return "These rules narrow the proxy only, and "
        + (same ? "this policy" : "the policy " + other.name())
        + " gives "
        + String.join(", ", common(other, narrowed, Policy::callers))
        + " whole tokens of "
        + String.join(", ", common(other, narrowed, Policy::credentials))
        + ". Remove the permission token "
        + (same ? "" : "there ")
        + "or these rules.";
  }

  private static List<String> common(
      Policy one, Policy other, Function<Policy, Set<String>> names) {
    return names.apply(one).stream().filter(names.apply(other)::contains).sorted().toList();
  }
}
