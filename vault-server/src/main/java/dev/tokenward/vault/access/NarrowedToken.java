package dev.tokenward.vault.access;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Rules that would only seem to narrow: a brokered token is good for everything its credential is,
 * so nobody may get both the token and a narrowed proxy (S7).
 *
 * @param narrowed the policy with the rules
 * @param other the one that gives the token, which may be the same
 * @param callers who would get both
 * @param credentials of what
 */
public record NarrowedToken(
    Policy narrowed, Policy other, List<String> callers, List<String> credentials) {

  /** What is wrong with the rules of {@code narrowed} beside {@code policies}. */
  public static Optional<NarrowedToken> find(Policy narrowed, Collection<Policy> policies) {
    return policies.stream()
        .filter(other -> narrowed.allow().narrowed())
        .filter(other -> other.permissions().contains(Permission.TOKEN))
        .map(other -> of(narrowed, other))
        .filter(found -> !found.callers().isEmpty() && !found.credentials().isEmpty())
        .findFirst();
  }

  private static NarrowedToken of(Policy narrowed, Policy other) {
    return new NarrowedToken(
        narrowed,
        other,
        common(other, narrowed, Policy::callers),
        common(other, narrowed, Policy::credentials));
  }

  /** The same in words, with names for the callers and credentials. */
  public String problem(List<String> callerNames, List<String> credentialNames) {
    boolean same = other.name().equals(narrowed.name());
    return "These rules narrow the proxy only, and "
        + (same ? "this policy" : "the policy " + other.name())
        + " gives "
        + String.join(", ", callerNames)
        + " whole tokens of "
        + String.join(", ", credentialNames)
        + ". Remove the permission token "
        + (same ? "" : "there ")
        + "or these rules.";
  }

  private static List<String> common(Policy one, Policy other, Function<Policy, Set<String>> ids) {
    Set<String> mine = ids.apply(one);
    Set<String> theirs = ids.apply(other);
    if (mine.contains(Policy.EVERY)) {
      return theirs.stream().sorted().toList();
    }
    return mine.stream()
        .filter(id -> theirs.contains(id) || theirs.contains(Policy.EVERY))
        .sorted()
        .toList();
  }
}
