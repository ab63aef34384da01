package dev.tokenward.testkit.entra;

/**
 * A directory.
 *
 * @param id its id, a GUID
 * @param domain the name it may be addressed by instead
 */
public record Tenant(String id, String domain) {

  boolean answersTo(String name) {
    return id.equalsIgnoreCase(name) || domain.equalsIgnoreCase(name);
  }
}
