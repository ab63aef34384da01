package dev.tokenward.vault.access;

import org.jspecify.annotations.Nullable;

/**
 * What a request upstream is aimed at, as far as its path proves it. The catalogue makes these;
 * rules judge them.
 *
 * @param organization the organization in the path
 * @param project null where the path names none
 * @param repository null where the path names none
 * @param access null where the catalogue does not know the route
 */
public record Target(
    String organization,
    @Nullable String project,
    @Nullable String repository,
    @Nullable Access access) {

  /** Whether the request changes anything. */
  public enum Access {
    READ,
    WRITE
  }

  /** What git does over its smart transport. */
  public enum Git {
    FETCH,
    PUSH
  }

  /** A route that the catalogue does not know, in an organization. */
  public static Target unknown(String organization) {
    return new Target(organization, null, null, null);
  }

  /** Whether the catalogue knows the route. */
  public boolean known() {
    return access != null;
  }
}
