package dev.tokenward.appcred;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRequest;
import java.util.List;

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

  /** The scope that {@code request} asks for, or {@code own} where it asks for none. */
  static String of(TokenRequest request, String own, String name) {
    List<String> asked = request.scopes();
    if (asked.isEmpty()) {
      return own;
    }
    if (asked.size() > 1 || !isOneResource(asked.get(0))) {
      throw new TokenException(
          TokenException.Reason.CONFIGURATION,
          "The app " + name + " was asked for scopes that no app can have",
          "The scope " + RULE + ".");
    }
    return asked.get(0);
  }
}
