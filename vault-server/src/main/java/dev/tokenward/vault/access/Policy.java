package dev.tokenward.vault.access;

import dev.tokenward.vault.store.Noun;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One statement. It only allows; what no statement allows is refused. Callers and credentials are
 * held by their permanent ids, so that a new record under an old name inherits nothing.
 *
 * @param name for people, audit and explanations
 * @param callers by id
 * @param credentials by id; {@link #EVERY} means all, those to come as well
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

  /** Stands for every credential. */
  public static final String EVERY = "*";

  /** Statements in the store. */
  public static final Noun<Policy> NOUN = Noun.of("policy", Policy.class);

  /** Copies the sets. */
  public Policy {
    callers = Set.copyOf(callers);
    credentials = Set.copyOf(credentials);
    permissions = Set.copyOf(permissions);
  }

  /** Whether it is about this caller. */
  boolean binds(Caller caller) {
    return callers.contains(caller.id());
  }

  /** Whether it allows anything to its credentials; to name some gives no more than that. */
  boolean aboutCredentials() {
    return permissions.stream().anyMatch(Permission::aboutCredentials);
  }

  /** Whether it is about the credential of that id. */
  boolean covers(String credentialId) {
    return credentials.contains(credentialId) || credentials.contains(EVERY);
  }
}
