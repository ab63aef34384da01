package dev.tokenward.vault.api;

import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.access.Target.Access;
import dev.tokenward.vault.access.Target.Git;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How narrowly a credential may be used through the proxy, on the wire. */
record Allow(
    @Doc("read, or write, which includes read.") @Nullable Access access,
    @Doc("fetch, push, or both.") @Nullable Set<Git> git,
    @Doc("Organizations by name.") @Nullable Set<String> organizations,
    @Doc("Projects by name.") @Nullable Set<String> projects,
    @Doc("Git repositories by name.") @Nullable Set<String> repositories) {

  static Allow of(RequestRules rules) {
    return new Allow(
        rules.access(), rules.git(), rules.organizations(), rules.projects(), rules.repositories());
  }

  RequestRules rules() {
    notEmpty("git", git);
    notEmpty("organizations", organizations);
    notEmpty("projects", projects);
    notEmpty("repositories", repositories);
    return new RequestRules(access, git, organizations, projects, repositories);
  }

  private static void notEmpty(String field, @Nullable Collection<?> values) {
    if (values != null && values.isEmpty()) {
      throw Shape.wrong(
          "allow." + field, "is an empty list; leave it out to inherit the policy's limit");
    }
  }
}
