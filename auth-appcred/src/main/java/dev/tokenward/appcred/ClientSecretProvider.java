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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kind {@value AppCredentials#CLIENT_SECRET}. */
final class ClientSecretProvider implements CredentialProvider {

  static final String TENANT = "tenant";
  static final String CLIENT_ID = "clientId";
  static final String CLIENT_SECRET = "clientSecret";
  static final String SCOPE = "scope";
  static final String ORGANIZATION = "organization";

  private static final KindDescription DESCRIPTION =
      new KindDescription(
          AppCredentials.CLIENT_SECRET,
          "Entra app with a client secret",
          "An app registered in Microsoft Entra ID that signs in as itself, with a client secret.",
          true,
          List.of(
              Field.required(
                      TENANT,
                      "Tenant",
                      Field.Type.TEXT,
                      "The Directory (tenant) ID on the app's Overview page, a domain of the"
                          + " directory, or an authority URL such as"
                          + " https://login.microsoftonline.com/contoso.onmicrosoft.com.")
                  .asDestination(),
              Field.required(
                  CLIENT_ID,
                  "Client ID",
                  Field.Type.TEXT,
                  "The Application (client) ID on the app's Overview page."),
              Field.required(
                  CLIENT_SECRET,
                  "Client secret",
                  Field.Type.SECRET,
                  "The secret's value, not its ID: Certificates & secrets shows it once, when it"
                      + " is made."),
              Field.optional(
                  SCOPE,
                  "Scope",
                  Field.Type.SCOPES,
                  "What the token is for, ending in /.default. Default: "
                      + Scope.AZURE_DEVOPS
                      + ", which is Azure DevOps."),
              Field.optional(
                      ORGANIZATION,
                      "Organization",
                      Field.Type.ORGANIZATION,
                      "The Azure DevOps organization that the app works with; needed for the proxy"
                          + " only.")
                  .asDestination()));

  @Inject
  ClientSecretProvider() {}

  @Override
  public KindDescription describe() {
    return DESCRIPTION;
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    return Stream.of(
            problem(TENANT, () -> authority(credential)),
            problem(CLIENT_ID, () -> clientId(credential)),
            problem(SCOPE, () -> scope(credential)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The authorization server: the organization only sees tokens, for which its field stands. */
  @Override
  public Set<URI> destinations(Credential credential) {
    return Set.of(authority(credential).origin());
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    String name = credential.name();
    Grant grant =
        new MsalGrant(name, clientId(credential), credential.secret(CLIENT_SECRET), runtime);
    return new AppTokenSource(name, authority(credential), scope(credential), grant);
  }

  private static Authority authority(Credential credential) {
    return Authority.of(credential.field(TENANT).orElse(""));
  }

  private static String clientId(Credential credential) {
    String clientId = credential.field(CLIENT_ID).orElse("").strip();
    if (!clientId.matches("[!-~]+")) {
      throw new IllegalArgumentException(
          "must have no spaces: copy Application (client) ID from the app's Overview page, not the"
              + " app's name");
    }
    return clientId;
  }

  private static String scope(Credential credential) {
    String scope =
        credential
            .field(SCOPE)
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .orElse(Scope.AZURE_DEVOPS);
    if (!Scope.isOneResource(scope)) {
      throw new IllegalArgumentException(Scope.RULE);
    }
    return scope;
  }

  private static Optional<FieldProblem> problem(String field, Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(new FieldProblem(field, String.valueOf(e.getMessage())));
    }
  }
}
