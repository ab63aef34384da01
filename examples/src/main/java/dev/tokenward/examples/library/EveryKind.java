package dev.tokenward.examples.library;

import dev.tokenward.appcred.AppCredentials;
import dev.tokenward.core.Secret;
import dev.tokenward.pat.PersonalAccessTokens;
import java.nio.file.Path;

/** The plain factory of each kind; {@code open()} makes the source. */
public final class EveryKind {

  private EveryKind() {}

  /** A personal access token of Azure DevOps. */
  public static PersonalAccessTokens.Builder personalAccessToken(Path path) {
    // region personal access token
    return PersonalAccessTokens.of("acme", Secret.file(path));
    // endregion
  }

  /** An app of Entra ID with a client secret, for Azure DevOps. */
  public static AppCredentials.Builder clientSecret(String tenant, String clientId, Path path) {
    // region client secret
    return AppCredentials.clientSecret(tenant, clientId, Secret.file(path));
    // endregion
  }
}
