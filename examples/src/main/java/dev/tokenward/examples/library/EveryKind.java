package dev.tokenward.examples.library;

import dev.tokenward.appcred.AppCredentials;
import dev.tokenward.core.Secret;
import dev.tokenward.pat.PersonalAccessTokens;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

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

  /** A client of any OAuth 2.0 server. */
  public static AppCredentials.Builder clientCredentials(URI tokenUrl, Path path) {
    // region client credentials
    return AppCredentials.clientCredentials(tokenUrl.toString(), "orders-job", Secret.file(path));
    // endregion
  }

  /** The same, without a secret that the server would know. */
  public static AppCredentials.Builder privateKeyJwt(URI tokenUrl, Path path) {
    // region private key
    return AppCredentials.privateKeyJwt(tokenUrl.toString(), "orders-job", Secret.file(path))
        .field("keyId", "2026-11")
        .scope("orders.read");
    // endregion
  }

  /** A credential in a Tokenward vault, for one of its callers. */
  public static AppCredentials.Builder vault(URI vault, Path path) {
    // region vault
    return AppCredentials.vault(vault.toString(), "build-agent", Secret.file(path), "devops");
    // endregion
  }

  /** The identity that Azure gives to what this runs on. */
  public static AppCredentials.Builder managedIdentity() {
    // region managed identity
    return AppCredentials.managedIdentity();
    // endregion
  }

  /** An app of Entra ID with a certificate, in a file that may be replaced at any time. */
  public static AppCredentials.Builder clientCertificate(
      String tenant, String clientId, Path path) {
    // region client certificate
    return AppCredentials.clientCertificate(tenant, clientId, path);
    // endregion
  }

  /** An app of Entra ID for which a Kubernetes cluster speaks. */
  public static AppCredentials.Builder federated(String tenant, String clientId, Path path) {
    // region federated
    return AppCredentials.federated(tenant, clientId, path);
    // endregion
  }

  /** The same in a pod of Azure Kubernetes Service, where the variables say all. */
  public static AppCredentials.Builder workloadIdentity(Map<String, String> environment) {
    // region workload identity
    return AppCredentials.workloadIdentity(environment);
    // endregion
  }

  /** An app of Entra ID for which GitHub Actions speaks, in a job of it. */
  public static AppCredentials.Builder githubActions(
      String tenant, String clientId, Map<String, String> environment) {
    // region github actions
    return AppCredentials.githubActions(tenant, clientId, environment);
    // endregion
  }

  /** An app of Entra ID for which Azure Pipelines speaks, in a job of it. */
  public static AppCredentials.Builder azurePipelines(
      String tenant, String clientId, Map<String, String> environment) {
    String connection = "11111111-2222-3333-4444-555555555555";
    // region azure pipelines
    return AppCredentials.azurePipelines(tenant, clientId, connection, environment);
    // endregion
  }

  /** An app of Entra ID whose assertion the program gets itself. */
  public static AppCredentials.Builder federated(
      String tenant, String clientId, Supplier<String> mine) {
    // region assertion
    return AppCredentials.federated(tenant, clientId, mine);
    // endregion
  }
}
