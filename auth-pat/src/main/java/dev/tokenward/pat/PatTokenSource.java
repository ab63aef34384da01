package dev.tokenward.pat;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.Secret;
import dev.tokenward.core.StoredToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenSource;

/** Gives the stored token itself; asks nobody. */
final class PatTokenSource implements TokenSource {

  private final String name;
  private final String username;
  private final Secret token;

  PatTokenSource(String name, String username, Secret token) {
    this.name = name;
    this.username = username;
    this.token = token;
  }

  @Override
  public AccessToken token(TokenRequest request) {
    if (!request.equals(TokenRequest.DEFAULT)) {
      throw new TokenException(
          TokenException.Reason.CONFIGURATION,
          "The personal access token " + name + " takes no scopes, tenant or user with a request",
          "Ask without them: all are fixed where the token is made, in Azure DevOps under User"
              + " settings > Personal access tokens.");
    }
    return StoredToken.basic(username, token);
  }
}
