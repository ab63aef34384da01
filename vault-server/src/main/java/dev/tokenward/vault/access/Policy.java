package dev.tokenward.vault.access;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One statement. It only allows; what no statement allows is refused.
 *
 * @param name for people, audit and explanations
 * @param callers by name
 * @param credentials by name
 * @param allow how narrowly the proxy may be used
 * @param maxTtl the longest life of what is issued under it; null for the vault's default
 */
public record Policy(
    String name,
    Set<String> callers,
    Set<String> credentials,
    Set<Permission> permissions,
    RequestRules allow,
    @Nullable Duration maxTtl) {

  /** Copies the sets. */
  public Policy {
    callers = Set.copyOf(callers);
    credentials = Set.copyOf(credentials);
    permissions = Set.copyOf(permissions);
  }
}
