package dev.tokenward.appcred;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The kind {@value AppCredentials#CLIENT_SECRET}. */
final class ClientSecretProvider implements CredentialProvider {

  static final String CLIENT_SECRET = "clientSecret";
  static final String NEXT_CLIENT_SECRET = "nextClientSecret";

  private static final KindDescription DESCRIPTION =
      new KindDescription(
          AppCredentials.CLIENT_SECRET,
          "Entra app with a client secret",
          "An app registered in Microsoft Entra ID that signs in as itself, with a client secret.",
          true,
          EntraApp.fields(
              Field.required(
                  CLIENT_SECRET,
                  "Client secret",
                  Field.Type.SECRET,
                  "The secret's value, not its ID: Certificates & secrets shows it once, when it"
                      + " is made."),
              Field.optional(
                  NEXT_CLIENT_SECRET,
                  "Next client secret",
                  Field.Type.SECRET,
                  "Used where Entra ID no longer takes the first, so that the two may overlap while"
                      + " one replaces the other.")));

  @Inject
  ClientSecretProvider() {}

  @Override
  public KindDescription describe() {
    return DESCRIPTION;
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    return EntraApp.problems(credential);
  }

  /** The authorization server: the organization only sees tokens, for which its field stands. */
  @Override
  public Set<URI> destinations(Credential credential) {
    return Set.of(EntraApp.of(credential).authority().origin());
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    EntraApp app = EntraApp.of(credential);
    List<Grant> grants =
        Stream.of(CLIENT_SECRET, NEXT_CLIENT_SECRET)
            .map(credential.secrets()::get)
            .filter(Objects::nonNull)
            .<Grant>map(secret -> new MsalGrant(app, () -> proof(secret), runtime))
            .toList();
    return app.source(new FirstAccepted(grants));
  }

  private static IClientCredential proof(Secret secret) {
    return ClientCredentialFactory.createFromSecret(secret.reveal());
  }
}
