package dev.tokenward.vault.access;

import java.util.List;

/**
 * What policy says to one request.
 *
 * @param statements those that allow it, in their order; none means refused
 * @param credentialKnown whether the caller may know at all that the credential exists
 */
public record Decision(List<Policy> statements, boolean credentialKnown) {

  /** Copies the statements. */
  public Decision {
    statements = List.copyOf(statements);
  }

  /** Whether some statement allows it. */
  public boolean allowed() {
    return !statements.isEmpty();
  }
}
