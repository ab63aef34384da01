package dev.tokenward.pat;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.azuredevops.CallSettings;
import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The kind {@value PersonalAccessTokens#KIND}. */
final class PatProvider implements CredentialProvider {

  static final String ORGANIZATION = "organization";
  static final String TOKEN = "token";
  static final String USERNAME = "username";

  private static final System.Logger LOG = System.getLogger(PatProvider.class.getName());

  private static final KindDescription DESCRIPTION =
      new KindDescription(
          PersonalAccessTokens.KIND,
          "Azure DevOps personal access token",
          "A token that a person made in Azure DevOps; for tools that take nothing else.",
          false,
          withCallSettings(
              Field.required(
                      ORGANIZATION,
                      "Organization",
                      Field.Type.ORGANIZATION,
                      "Its name, or any URL of it, such as https://dev.azure.com/acme.")
                  .asDestination(),
              Field.required(
                  TOKEN,
                  "Personal access token",
                  Field.Type.SECRET,
                  "Made in Azure DevOps under User settings > Personal access tokens, and shown"
                      + " there once."),
              Field.optional(
                  USERNAME,
                  "User name",
                  Field.Type.TEXT,
                  "Sent before the token; empty by default, and Azure DevOps takes any.")));

  @Inject
  PatProvider() {}

  private static List<Field> withCallSettings(Field... own) {
    return Stream.concat(Stream.of(own), CallSettings.FIELDS.stream()).toList();
  }

  @Override
  public KindDescription describe() {
    return DESCRIPTION;
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    List<FieldProblem> problems = new ArrayList<>(CallSettings.problems(credential.fields()));
    // RFC 7617, 2: the first colon ends the user name, and control characters are not allowed.
    if (!username(credential).matches("[^:\\p{Cntrl}]*")) {
      problems.add(new FieldProblem(USERNAME, "must have no colon and no line break"));
    }
    return problems;
  }

  /** The one host that every URL of the organization is written for. */
  @Override
  public Set<URI> destinations(Credential credential) {
    URI base = Organization.parse(credential.field(ORGANIZATION).orElse("")).baseUrl();
    return Set.of(URI.create(base.getScheme() + "://" + base.getRawAuthority()));
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    Secret token = credential.secret(TOKEN);
    if (!PatFormat.fits(token)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The token of {0} does not look like a personal access token of Azure DevOps; it is used"
              + " as it is",
          credential.name());
    }
    return new PatTokenSource(credential.name(), username(credential), token);
  }

  private static String username(Credential credential) {
    return credential.field(USERNAME).orElse("");
  }
}
