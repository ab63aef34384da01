package dev.tokenward.appcred;

import com.microsoft.aad.msal4j.ManagedIdentityId;
import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.azuredevops.CallSettings;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kind {@value AppCredentials#MANAGED_IDENTITY}. */
final class ManagedIdentityProvider implements CredentialProvider {

  static final String SOURCE = "source";
  static final String CLIENT_ID = "clientId";
  static final String RESOURCE_ID = "resourceId";
  static final String OBJECT_ID = "objectId";

  /** Where virtual machines ask, unless a variable of the environment says else. */
  private static final URI METADATA_SERVICE = URI.create("http://169.254.169.254");

  private static final KindDescription DESCRIPTION =
      new KindDescription(
          AppCredentials.MANAGED_IDENTITY,
          "Managed identity",
          "The identity that Azure gives to the machine or service this runs on; no secret is"
              + " stored.",
          true,
          EntraApp.withScope(
              new Field(
                      SOURCE,
                      "Source",
                      "What of the host is asked. environment: whatever its variables name, else the"
                          + " metadata service; any other choice is refused where they name something"
                          + " else.",
                      Field.Type.CHOICE,
                      true,
                      false,
                      false,
                      IdentitySource.CHOICES)
                  .asAmbient(),
              id(
                  CLIENT_ID,
                  "Client ID",
                  "The client ID of a user-assigned identity. Default: the host's own identity."),
              id(
                  RESOURCE_ID,
                  "Resource ID",
                  "The resource ID of a user-assigned identity, instead of its client ID."),
              id(
                  OBJECT_ID,
                  "Object ID",
                  "The object (principal) ID of a user-assigned identity, instead of its client"
                      + " ID.")));

  /** A way to name a user-assigned identity. */
  private record Id(String field, Function<String, ManagedIdentityId> identity) {}

  private static final List<Id> IDS =
      List.of(
          new Id(CLIENT_ID, ManagedIdentityId::userAssignedClientId),
          new Id(RESOURCE_ID, ManagedIdentityId::userAssignedResourceId),
          new Id(OBJECT_ID, ManagedIdentityId::userAssignedObjectId));

  @Inject
  ManagedIdentityProvider() {}

  /** Ambient, because a host may have identities that are not meant for everybody. */
  private static Field id(String name, String label, String help) {
    return Field.optional(name, label, Field.Type.TEXT, help).asAmbient();
  }

  @Override
  public KindDescription describe() {
    return DESCRIPTION;
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    return Stream.of(
            given(credential).skip(1).map(ManagedIdentityProvider::tooMany),
            given(credential)
                .filter(id -> malformed(credential, id))
                .map(ManagedIdentityProvider::noId),
            FieldProblem.in(EntraApp.SCOPE, () -> EntraApp.scope(credential)).stream(),
            CallSettings.problems(credential.fields()).stream())
        .flatMap(problems -> problems)
        .toList();
  }

  private static FieldProblem tooMany(Id id) {
    return new FieldProblem(
        id.field(),
        "is one identity too many: give clientId, resourceId or objectId, or none of them");
  }

  private static FieldProblem noId(Id id) {
    return new FieldProblem(
        id.field(),
        "must have no spaces: copy it from the identity's page, not the identity's name");
  }

  private static boolean malformed(Credential credential, Id id) {
    return !Given.text(credential, id.field()).orElse("").matches("[!-~]+");
  }

  /** The metadata service; where else the environment leads, nothing but the environment knows. */
  @Override
  public Set<URI> destinations(Credential credential) {
    String source = Given.text(credential, SOURCE).orElse(IdentitySource.ENVIRONMENT);
    return List.of(IdentitySource.ENVIRONMENT, IdentitySource.IMDS).contains(source)
        ? Set.of(METADATA_SERVICE)
        : Set.of();
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    return new ManagedIdentitySource(
        identity(credential),
        Given.text(credential, SOURCE).orElse(IdentitySource.ENVIRONMENT),
        EntraApp.scope(credential),
        new Exchange(credential.name(), runtime));
  }

  private static ManagedIdentityId identity(Credential credential) {
    return given(credential)
        .findFirst()
        .map(id -> id.identity().apply(Given.text(credential, id.field()).orElseThrow()))
        .orElseGet(ManagedIdentityId::systemAssigned);
  }

  private static Stream<Id> given(Credential credential) {
    return IDS.stream().filter(id -> Given.text(credential, id.field()).isPresent());
  }
}
