package dev.tokenward.appcred;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRequest;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What an app may ask for: everything it was granted on one resource, never less (RFC 6749 3.3).
 */
final class Scope {

  /** Azure DevOps by its resource URI; {@code 499b84ac-…/.default} names the same. */
  static final String AZURE_DEVOPS = "https://app.vssps.visualstudio.com/.default";

  /** To be read after the word "scope". */
  static final String RULE =
      "must be a single one that ends in /.default, such as "
          + AZURE_DEVOPS
          + ": an app that signs in as itself gets whatever it was granted on one resource";

  private Scope() {}

  static boolean isOneResource(String scope) {
    return scope.matches("\\S+/\\.default");
  }

  /** Whether all of {@code scopes} are of the form that RFC 6749, 3.3, gives them. */
  static boolean areWellFormed(Collection<String> scopes) {
    return scopes.stream().allMatch(scope -> scope.matches("[!#-\\[\\]-~]+"));
  }

  /**
   * The scopes that {@code request} asks for, or {@code own} where it asks for none: one resource
   * for the app itself, anything for a user, whose consent decides.
   */
  static Set<String> of(TokenRequest request, String own, String name) {
    List<String> asked = request.scopes();
    if (asked.isEmpty()) {
      return Set.of(own);
    }
    if (request.userToken() == null && (asked.size() > 1 || !isOneResource(asked.get(0)))) {
      throw refused(name, "scopes that no app can have", "The scope " + RULE + ".");
    }
    if (!areWellFormed(asked)) {
      throw refused(name, "scopes that are none", "A scope has no spaces and no quotes.");
    }
    return Set.copyOf(asked);
  }

  private static TokenException refused(String name, String what, String nextStep) {
    return new TokenException(
        TokenException.Reason.CONFIGURATION,
        "The app " + name + " was asked for " + what,
        nextStep);
  }
}
