package dev.tokenward.appcred;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.azuredevops.CallSettings;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kinds of app in Entra ID have in common, whatever an app proves itself by.
 *
 * @param name the credential's, for messages
 * @param authority where it signs in
 * @param clientId who it is
 * @param scope what its tokens are for
 */
record EntraApp(String name, Authority authority, String clientId, String scope) {

  static final String TENANT = "tenant";
  static final String CLIENT_ID = "clientId";
  static final String SCOPE = "scope";
  static final String ORGANIZATION = "organization";

  private static final List<Field> WHO =
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
              "The Application (client) ID on the app's Overview page."));

  private static final List<Field> WHAT_FOR =
      List.of(
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
              .asDestination());

  /** The fields of a kind whose apps prove themselves by {@code proof}. */
  static List<Field> fields(Field... proof) {
    return Stream.concat(WHO.stream(), withScope(proof).stream()).toList();
  }

  /** The fields of a kind that asks for one resource of Entra ID in another way. */
  static List<Field> withScope(Field... own) {
    return Stream.of(Stream.of(own), WHAT_FOR.stream(), CallSettings.FIELDS.stream())
        .flatMap(fields -> fields)
        .toList();
  }

  /**
   * The app that {@code credential} describes.
   *
   * @throws IllegalArgumentException when a field is wrong; {@link #problems} says which
   */
  static EntraApp of(Credential credential) {
    return new EntraApp(
        credential.name(), authority(credential), clientId(credential), scope(credential));
  }

  /** What is wrong with the fields that every app has. */
  static List<FieldProblem> problems(Credential credential) {
    Stream<FieldProblem> own =
        Stream.of(
                FieldProblem.in(TENANT, () -> authority(credential)),
                FieldProblem.in(CLIENT_ID, () -> clientId(credential)),
                FieldProblem.in(SCOPE, () -> scope(credential)))
            .flatMap(Optional::stream);
    return Stream.concat(own, CallSettings.problems(credential.fields()).stream()).toList();
  }

  /** A source of this app's tokens, which proves itself by {@code proof} at each grant. */
  TokenSource source(Proof proof, TokenRuntime runtime) {
    return source(new MsalGrant(this, proof, runtime));
  }

  /** A source of this app's tokens, by {@code grant}. */
  TokenSource source(Grant grant) {
    return new AppTokenSource(name, authority, scope, grant);
  }

  private static Authority authority(Credential credential) {
    return Authority.of(credential.field(TENANT).orElse(""));
  }

  private static String clientId(Credential credential) {
    String clientId = Given.text(credential, CLIENT_ID).orElse("");
    if (!clientId.matches("[!-~]+")) {
      throw new IllegalArgumentException(
          "must have no spaces: copy Application (client) ID from the app's Overview page, not the"
              + " app's name");
    }
    return clientId;
  }

  static String scope(Credential credential) {
    String scope = Given.text(credential, SCOPE).orElse(Scope.AZURE_DEVOPS);
    if (!Scope.isOneResource(scope)) {
      throw new IllegalArgumentException(Scope.RULE);
    }
    return scope;
  }
}
