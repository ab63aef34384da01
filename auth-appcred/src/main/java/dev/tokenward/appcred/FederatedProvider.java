package dev.tokenward.appcred;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kind {@value AppCredentials#FEDERATED}. */
final class FederatedProvider implements CredentialProvider {

  private static final KindDescription DESCRIPTION =
      new KindDescription(
          AppCredentials.FEDERATED,
          "Entra app with a federated credential",
          "An app registered in Microsoft Entra ID that signs in as itself without a secret of its"
              + " own: another issuer, which it trusts, says who it is.",
          true,
          EntraApp.fields(
              Field.choice(
                  AssertionOrigin.FIELD,
                  "Assertion from",
                  "Where the issuer's word comes from: a file, as Kubernetes and Azure workload"
                      + " identity mount it, or the build service of the job. Default: file.",
                  AssertionOrigin.choices()),
              Field.optional(
                  AssertionOrigin.TOKEN_FILE,
                  "Token file",
                  Field.Type.FILE,
                  "A file with the assertion, such as AZURE_FEDERATED_TOKEN_FILE names; read"
                      + " anew for each token."),
              Field.optional(
                      AssertionOrigin.REQUEST_URL,
                      "Request URL",
                      Field.Type.URL,
                      "Where the build service is asked: the value of"
                          + " ACTIONS_ID_TOKEN_REQUEST_URL or SYSTEM_OIDCREQUESTURI in the job.")
                  .asDestination(),
              Field.optional(
                  AssertionOrigin.REQUEST_TOKEN,
                  "Request token",
                  Field.Type.SECRET,
                  "What lets the job ask: the value of ACTIONS_ID_TOKEN_REQUEST_TOKEN or"
                      + " SYSTEM_ACCESSTOKEN. It ends with the job."),
              Field.optional(
                  AssertionOrigin.SERVICE_CONNECTION,
                  "Service connection ID",
                  Field.Type.TEXT,
                  "Azure Pipelines only: the ID in the URL of the service connection's page."),
              Field.optional(
                  AssertionOrigin.AUDIENCE,
                  "Audience",
                  Field.Type.TEXT,
                  "GitHub Actions only: whom the assertion is meant for. Default: "
                      + AssertionOrigin.DEFAULT_AUDIENCE
                      + ".")));

  @Inject
  FederatedProvider() {}

  @Override
  public KindDescription describe() {
    return DESCRIPTION;
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    return Stream.concat(
            EntraApp.problems(credential).stream(),
            AssertionOrigin.of(credential).problems(credential))
        .toList();
  }

  /** The authorization server, and the build service where one is asked. */
  @Override
  public Set<URI> destinations(Credential credential) {
    String asked = AssertionOrigin.requestUrl(credential);
    return Stream.concat(
            Stream.of(EntraApp.of(credential).authority().origin()),
            Stream.of(asked)
                .filter(url -> !url.isEmpty())
                .map(url -> Authority.originOf(URI.create(url.toLowerCase(Locale.ROOT)))))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    return EntraApp.of(credential)
        .source(AssertionOrigin.of(credential).proof(credential, runtime), runtime);
  }
}
