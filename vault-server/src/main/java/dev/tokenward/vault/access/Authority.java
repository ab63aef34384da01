package dev.tokenward.vault.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may give to others: nobody grants, by policy or by a secret, what it does not hold
 * itself (S6). Limits of several statements are never mixed: one statement of the giver must cover
 * what is given.
 */
public final class Authority {

  private final List<Policy> held;

  /** The authority of {@code giver}. */
  public Authority(Policies policies, Caller giver) {
    this.held = policies.about(giver);
  }

  /** The first thing in {@code statement} that the giver does not hold, in words. */
  public Optional<String> beyond(Policy statement) {
    return statement.permissions().stream()
        .sorted()
        .flatMap(permission -> beyond(statement, permission).stream())
        .findFirst();
  }

  private Optional<String> beyond(Policy statement, Permission permission) {
    if (!permission.aboutCredentials()) {
      return held.stream().anyMatch(each -> each.permissions().contains(permission))
          ? Optional.empty()
          : Optional.of(permission.text());
    }
    return statement.credentials().stream().allMatch(id -> covers(statement, permission, id))
        ? Optional.empty()
        : Optional.of(permission.text() + " on each of these credentials, as widely and as long");
  }

  private boolean covers(Policy statement, Permission permission, String credentialId) {
    return held.stream()
        .filter(each -> each.permissions().contains(permission))
        .filter(each -> each.covers(credentialId))
        .filter(each -> statement.allow().widerThan(each.allow()).isEmpty())
        .anyMatch(each -> noLonger(statement.maxTtl(), each.maxTtl()));
  }

  private static boolean noLonger(@Nullable Duration given, @Nullable Duration limit) {
    return limit == null || (given != null && given.compareTo(limit) <= 0);
  }
}
