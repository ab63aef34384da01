package dev.tokenward.oauth;

import dev.tokenward.core.Credential;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The fields of the kind, and what is wrong with what is in them. */
final class OAuthFields {

  static final String PRESET = "preset";
  static final String TENANT = "tenant";
  static final String ISSUER = "issuer";
  static final String AUTHORIZATION_URL = "authorizationUrl";
  static final String TOKEN_URL = "tokenUrl";
  static final String DEVICE_URL = "deviceUrl";
  static final String REVOCATION_URL = "revocationUrl";
  static final String CLIENT_ID = "clientId";
  static final String AUTHENTICATION = "authentication";
  static final String CLIENT_SECRET = "clientSecret";
  static final String PRIVATE_KEY = "privateKey";
  static final String KEY_ID = "keyId";
  static final String SCOPE = "scope";
  static final String REUSE = "refreshTokenReuse";
  static final String IDLE = "refreshTokenIdle";
  static final String PARAMETERS = "authorizationParameters";
  static final String ACCOUNT = "account";
  static final String CONNECTORS = "connectors";
  static final String ORGANIZATION = "organization";

  static final KindDescription DESCRIPTION =
      new KindDescription(
          DelegatedOAuth.KIND,
          "Delegated OAuth",
          "Acts for a person or a service account that consents once in a browser.",
          true,
          List.of(
              choice(PRESET, "Provider", "Who grants the tokens.", true, Preset.names()),
              Field.optional(
                      TENANT,
                      "Tenant",
                      Field.Type.TEXT,
                      "For entra: the Directory (tenant) ID, a domain of it, organizations, or the"
                          + " authority URL in another cloud.")
                  .asDestination(),
              url(
                  ISSUER,
                  "Issuer",
                  "For openid-connect: the provider's issuer, under which its configuration is; for"
                      + " oauth2: what it calls itself in redirects (RFC 9207), if it does."),
              url(
                  AUTHORIZATION_URL,
                  "Authorization URL",
                  "Where people sign in. Default: the provider's."),
              url(TOKEN_URL, "Token URL", "Where tokens are asked for. Default: the provider's."),
              url(
                  DEVICE_URL,
                  "Device authorization URL",
                  "Where a device asks for a code to show (RFC 8628). Default: the provider's."),
              url(
                  REVOCATION_URL,
                  "Revocation URL",
                  "Where a grant is ended (RFC 7009). Default: the provider's."),
              Field.required(
                  CLIENT_ID,
                  "Client ID",
                  Field.Type.TEXT,
                  "App ID: the id that the provider knows the app by."),
              choice(
                  AUTHENTICATION,
                  "Authentication",
                  "How the app proves who it is. Default: by the secret that is given; none for a"
                      + " public client.",
                  false,
                  Authentication.BASIC,
                  Authentication.POST,
                  Authentication.PRIVATE_KEY_JWT,
                  Authentication.NONE),
              Field.optional(
                  CLIENT_SECRET,
                  "Client secret",
                  Field.Type.SECRET,
                  "The app's secret, if it has one."),
              Field.optional(
                  PRIVATE_KEY,
                  "Private key",
                  Field.Type.SECRET,
                  "The app's RSA or EC key in PEM (PKCS#8), for private_key_jwt."),
              Field.optional(
                  KEY_ID,
                  "Key ID",
                  Field.Type.TEXT,
                  "The kid that the provider knows the key by. Default: none is sent."),
              Field.optional(
                  SCOPE,
                  "Scopes",
                  Field.Type.SCOPES,
                  "What is asked for: the least that the connectors need. Default: the provider's."),
              Field.optional(
                  REUSE,
                  "Refresh token reuse",
                  Field.Type.TEXT,
                  "What becomes of a used refresh token: tolerated, single-use, or for how long it is"
                      + " still taken, such as PT30S. Default: what is known of the provider, else"
                      + " single-use."),
              Field.optional(
                  IDLE,
                  "Refresh token idle time",
                  Field.Type.TEXT,
                  "After how long without use the provider ends a grant, such as P30D; unused"
                      + " grants are kept alive by it. Default: what is known of the provider, else"
                      + " none."),
              Field.optional(
                  PARAMETERS,
                  "Authorization parameters",
                  Field.Type.TEXT,
                  "What else the provider's sign-in page is asked with, such as"
                      + " access_type=offline&prompt=consent. Everybody may see it: no secret."),
              Field.optional(
                  ACCOUNT,
                  "Account",
                  Field.Type.TEXT,
                  "The account that is expected to consent, such as build@contoso.com, which the"
                      + " provider is told of; another one has to be confirmed."),
              Field.optional(
                  CONNECTORS, "Connectors", Field.Type.TEXT, "What the authorization is for."),
              Field.optional(
                  ORGANIZATION,
                  "Organization",
                  Field.Type.ORGANIZATION,
                  "The organization of Azure DevOps that requests may go to.")));

  private OAuthFields() {}

  private static Field choice(
      String name, String label, String help, boolean required, String... choices) {
    return new Field(
        name, label, help, Field.Type.CHOICE, required, false, false, List.of(choices));
  }

  private static Field url(String name, String label, String help) {
    return Field.optional(name, label, Field.Type.URL, help).asDestination();
  }

  /** What the description alone cannot say. */
  static List<FieldProblem> problems(Credential credential) {
    Preset preset = Preset.of(credential.field(PRESET).orElse(""));
    return Stream.of(
            problem(TENANT, () -> Client.authority(credential, preset)),
            problem(SCOPE, () -> Client.scopes(credential, preset)),
            problem(REUSE, () -> Client.reuse(credential, preset)),
            problem(IDLE, () -> Client.idle(credential, preset)),
            problem(PARAMETERS, () -> Client.parameters(credential, preset)),
            missing(credential, preset),
            proof(credential, preset),
            unsafe(credential))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<FieldProblem> missing(Credential credential, Preset preset) {
    if (preset.needs(ISSUER) && Client.given(credential, ISSUER).isEmpty()) {
      return wrong(ISSUER, "is missing, and " + preset.name() + " finds the provider by it");
    }
    boolean found = preset.needs(ISSUER) || preset.endpoints().containsKey(Endpoints.TOKEN);
    return Stream.of(AUTHORIZATION_URL, TOKEN_URL)
        .filter(field -> !found && Client.given(credential, field).isEmpty())
        .findFirst()
        .flatMap(field -> wrong(field, "is missing, and " + preset.name() + " needs it"));
  }

  private static Optional<FieldProblem> proof(Credential credential, Preset preset) {
    String method = credential.field(AUTHENTICATION).orElse("");
    boolean byKey = method.equals(Authentication.PRIVATE_KEY_JWT);
    String needed = byKey ? PRIVATE_KEY : CLIENT_SECRET;
    boolean needs =
        byKey || method.startsWith("client_secret") || !preset.wording().secretType().isEmpty();
    if (needs && !credential.secrets().containsKey(needed)) {
      return wrong(needed, "is missing: the app proves itself by it");
    }
    return problem(PRIVATE_KEY, () -> Client.authentication(credential, preset).check());
  }

  private static Optional<FieldProblem> unsafe(Credential credential) {
    return Stream.of(ISSUER, AUTHORIZATION_URL, TOKEN_URL, DEVICE_URL, REVOCATION_URL)
        .filter(
            field ->
                !Client.given(credential, field)
                    .map(URI::create)
                    .map(Endpoints::isSafe)
                    .orElse(true))
        .findFirst()
        .flatMap(
            field ->
                wrong(field, "must begin with https://: only to this machine is http:// safe"));
  }

  private static Optional<FieldProblem> wrong(String field, String message) {
    return Optional.of(new FieldProblem(field, message));
  }

  private static Optional<FieldProblem> problem(String field, Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (IllegalArgumentException | dev.tokenward.core.TokenException e) {
      return wrong(field, String.valueOf(e.getMessage()));
    }
  }
}
