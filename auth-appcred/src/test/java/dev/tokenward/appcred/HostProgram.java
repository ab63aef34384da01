package dev.tokenward.appcred;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Challenge;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;

/** What runs on a host of Azure, in its environment, as {@link HostTest} starts it. */
final class HostProgram {

  private HostProgram() {}

  /**
   * Takes the id of a user-assigned identity or {@code system}, the scope, and how often to ask.
   */
  public static void main(String[] args) {
    var builder =
        args[0].equals("system")
            ? AppCredentials.managedIdentity()
            : AppCredentials.managedIdentity(args[0]);
    try (CachingTokenSource source = builder.scope(args[1]).open()) {
      AccessToken token = source.token();
      show(token);
      show(source.token());
      source.invalidate(token, new Challenge("{\"access_token\":{\"nbf\":{\"value\":\"1\"}}}"));
      show(source.token());
    } catch (TokenException e) {
      System.out.println(e.reason() + ": " + e.getMessage() + ". " + e.nextStep());
    }
  }

  private static void show(AccessToken token) {
    System.out.println(token.expiresAt() + " " + ((MintedToken) token).value());
  }
}
