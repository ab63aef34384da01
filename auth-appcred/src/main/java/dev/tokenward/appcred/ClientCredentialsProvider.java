package dev.tokenward.appcred;

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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kind {@value AppCredentials#CLIENT_CREDENTIALS}. */
final class ClientCredentialsProvider implements CredentialProvider {

  static final String AUTHENTICATION = "authentication";
  static final String CLIENT_SECRET = "clientSecret";
  static final String PRIVATE_KEY = "privateKey";
  static final String PASSPHRASE = "passphrase";
  static final String KEY_ID = "keyId";
  static final String ALGORITHM = "algorithm";

  private static final List<String> OF_A_KEY = List.of(PRIVATE_KEY, PASSPHRASE, KEY_ID, ALGORITHM);

  private static final KindDescription DESCRIPTION =
      new KindDescription(
          AppCredentials.CLIENT_CREDENTIALS,
          "Client of any OAuth 2.0 server",
          "A client that asks a token endpoint for tokens as itself (RFC 6749, 4.4): Keycloak,"
              + " Okta, another vault.",
          true,
          List.of(
              Field.required(
                      TokenServer.TOKEN_URL,
                      "Token URL",
                      Field.Type.URL,
                      "The server's token endpoint; token_endpoint in its metadata.")
                  .asDestination(),
              Field.required(
                  TokenServer.CLIENT_ID,
                  "Client ID",
                  Field.Type.TEXT,
                  "The id that the server knows the client by."),
              Field.choice(
                  AUTHENTICATION,
                  "Authentication",
                  "How the client proves who it is. Default: " + ClientAuthentication.BASIC + ".",
                  ClientAuthentication.BASIC,
                  ClientAuthentication.POST,
                  ClientAuthentication.PRIVATE_KEY_JWT),
              Field.optional(
                  CLIENT_SECRET,
                  "Client secret",
                  Field.Type.SECRET,
                  "The client's secret, for either client_secret method."),
              Field.optional(
                  PRIVATE_KEY,
                  "Private key",
                  Field.Type.SECRET,
                  "The client's private key in PEM, for private_key_jwt; its public half is"
                      + " registered at the server."),
              Field.optional(
                  PASSPHRASE,
                  "Passphrase",
                  Field.Type.SECRET,
                  "What the private key is encrypted with, if it is."),
              Field.optional(
                  KEY_ID,
                  "Key ID",
                  Field.Type.TEXT,
                  "The kid that the server knows the key by. Default: none is sent."),
              Field.choice(
                  ALGORITHM,
                  "Algorithm",
                  "What assertions are signed with. Default: RS256 for an RSA key, ES256 for an EC"
                      + " key.",
                  SigningKey.ALGORITHMS.toArray(String[]::new)),
              Field.optional(
                  TokenServer.SCOPE,
                  "Scope",
                  Field.Type.SCOPES,
                  "What the token is for. Default: what the server gives unasked."),
              Field.optional(
                  TokenServer.AUDIENCE,
                  "Audience",
                  Field.Type.TEXT,
                  "Sent as audience, for servers that ask for whom the token is."),
              Field.optional(
                  TokenServer.RESOURCE,
                  "Resource",
                  Field.Type.TEXT,
                  "Sent as resource (RFC 8707): the URI of whom the token is for.")));

  @Inject
  ClientCredentialsProvider() {}

  @Override
  public KindDescription describe() {
    return DESCRIPTION;
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    return Stream.concat(
            Stream.of(
                    FieldProblem.in(TokenServer.TOKEN_URL, () -> TokenServer.url(credential)),
                    FieldProblem.in(TokenServer.CLIENT_ID, () -> TokenServer.clientId(credential)),
                    FieldProblem.in(TokenServer.SCOPE, () -> TokenServer.scopes(credential)),
                    FieldProblem.in(TokenServer.RESOURCE, () -> TokenServer.resource(credential)),
                    proof(credential))
                .flatMap(Optional::stream),
            unused(credential))
        .toList();
  }

  private static Optional<FieldProblem> proof(Credential credential) {
    boolean byKey = byKey(credential);
    String needed = byKey ? PRIVATE_KEY : CLIENT_SECRET;
    if (!credential.secrets().containsKey(needed)) {
      String method = method(credential);
      return Optional.of(new FieldProblem(needed, "is missing, and " + method + " needs it"));
    }
    return byKey ? FieldProblem.in(PRIVATE_KEY, key(credential)::check) : Optional.empty();
  }

  private static Stream<FieldProblem> unused(Credential credential) {
    String message = "says nothing to " + AUTHENTICATION + " %s: leave it out";
    return OF_A_KEY.stream()
        .filter(field -> !byKey(credential) && Given.has(credential, field))
        .map(field -> new FieldProblem(field, message.formatted(method(credential))));
  }

  @Override
  public Set<URI> destinations(Credential credential) {
    return Set.of(TokenServer.of(credential).origin());
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    TokenServer server = TokenServer.of(credential);
    return new ClientCredentialsSource(
        server,
        authentication(credential, server, runtime),
        new Exchange(credential.name(), runtime));
  }

  private static ClientAuthentication authentication(
      Credential credential, TokenServer server, TokenRuntime runtime) {
    if (byKey(credential)) {
      return new PrivateKeyJwt(
          server.name(), server.clientId(), server.url(), key(credential), runtime.clock());
    }
    Secret secret = credential.secret(CLIENT_SECRET);
    return method(credential).equals(ClientAuthentication.POST)
        ? ClientAuthentication.post(server.clientId(), secret)
        : ClientAuthentication.basic(server.clientId(), secret);
  }

  private static SigningKey key(Credential credential) {
    return new SigningKey(
        credential.secret(PRIVATE_KEY),
        credential.secrets().get(PASSPHRASE),
        Given.text(credential, KEY_ID).orElse(null),
        Given.text(credential, ALGORITHM).orElse(null));
  }

  private static boolean byKey(Credential credential) {
    return method(credential).equals(ClientAuthentication.PRIVATE_KEY_JWT);
  }

  private static String method(Credential credential) {
    return Given.text(credential, AUTHENTICATION).orElse(ClientAuthentication.BASIC);
  }
}
