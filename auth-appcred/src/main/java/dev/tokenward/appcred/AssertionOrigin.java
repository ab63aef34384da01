package dev.tokenward.appcred;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.FieldProblem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where the assertion of a federated app comes from, and by which fields it is found. */
enum AssertionOrigin {
  FILE("file", Set.of(AssertionOrigin.TOKEN_FILE), Set.of()) {
    @Override
    Proof proof(Credential credential, TokenRuntime runtime) {
      NamedFile file =
          new NamedFile(
              credential.name(), TOKEN_FILE, NamedFile.path(given(credential, TOKEN_FILE)));
      return new Assertion(
          file.place(), () -> new String(file.read(), StandardCharsets.UTF_8), runtime.clock());
    }
  },
  GITHUB_ACTIONS(
      "github-actions",
      Set.of(AssertionOrigin.REQUEST_URL, AssertionOrigin.REQUEST_TOKEN),
      Set.of(AssertionOrigin.AUDIENCE)) {
    @Override
    Proof proof(Credential credential, TokenRuntime runtime) {
      return asked(
          BuildService.gitHubActions(
              requestUrl(credential), Given.text(credential, AUDIENCE).orElse(DEFAULT_AUDIENCE)),
          credential,
          runtime);
    }
  },
  AZURE_PIPELINES(
      "azure-pipelines",
      Set.of(
          AssertionOrigin.REQUEST_URL,
          AssertionOrigin.REQUEST_TOKEN,
          AssertionOrigin.SERVICE_CONNECTION),
      Set.of()) {
    @Override
    Proof proof(Credential credential, TokenRuntime runtime) {
      return asked(
          BuildService.azurePipelines(
              requestUrl(credential), given(credential, SERVICE_CONNECTION)),
          credential,
          runtime);
    }
  };

  static final String FIELD = "assertionFrom";
  static final String TOKEN_FILE = "tokenFile";
  static final String REQUEST_URL = "requestUrl";
  static final String REQUEST_TOKEN = "requestToken";
  static final String SERVICE_CONNECTION = "serviceConnectionId";
  static final String AUDIENCE = "audience";

  /** What every exchange of assertions in the public cloud is meant for. */
  static final String DEFAULT_AUDIENCE = "api://AzureADTokenExchange";

  private static final List<String> FIELDS =
      List.of(TOKEN_FILE, REQUEST_URL, REQUEST_TOKEN, SERVICE_CONNECTION, AUDIENCE);

  private final String choice;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> needs;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> takes;

  AssertionOrigin(String choice, Set<String> needs, Set<String> takes) {
    this.choice = choice;
    this.needs = needs;
    this.takes = takes;
  }

  static String[] choices() {
    return Arrays.stream(values()).map(AssertionOrigin::choice).toArray(String[]::new);
  }

  /** The one that {@code credential} names; a file, where it names none. */
  static AssertionOrigin of(Credential credential) {
    String named = given(credential, FIELD);
    return Arrays.stream(values())
        .filter(each -> each.choice.equals(named))
        .findFirst()
        .orElse(FILE);
  }

  /** How an app proves itself by it. */
  abstract Proof proof(Credential credential, TokenRuntime runtime);

  String choice() {
    return choice;
  }

  /** What is wrong with the fields by which it is found. */
  Stream<FieldProblem> problems(Credential credential) {
    return Stream.concat(
        FIELDS.stream().flatMap(field -> problem(field, Given.has(credential, field)).stream()),
        Stream.of(
                FieldProblem.in(TOKEN_FILE, () -> NamedFile.path(given(credential, TOKEN_FILE))),
                FieldProblem.in(REQUEST_URL, () -> requestUrl(credential)))
            .flatMap(Optional::stream));
  }

  private Optional<FieldProblem> problem(String field, boolean given) {
    String mine = FIELD + " " + choice;
    if (given) {
      return needs.contains(field) || takes.contains(field)
          ? Optional.empty()
          : Optional.of(new FieldProblem(field, "says nothing to " + mine + ": leave it out"));
    }
    return needs.contains(field)
        ? Optional.of(new FieldProblem(field, "is missing: " + mine + " needs it"))
        : Optional.empty();
  }

  private static String given(Credential credential, String field) {
    return Given.text(credential, field).orElse("");
  }

  /** Where a build service is asked, or empty; what lets a job ask travels there. */
  static String requestUrl(Credential credential) {
    String url = given(credential, REQUEST_URL);
    if (!url.isEmpty() && !"https".equalsIgnoreCase(URI.create(url).getScheme())) {
      throw new IllegalArgumentException("must begin with https://");
    }
    return url;
  }

  private static Proof asked(BuildService service, Credential credential, TokenRuntime runtime) {
    String name = credential.name();
    return new Assertion(
        "What " + service.label() + " says of " + name,
        new JobQuestion(service, credential.secret(REQUEST_TOKEN), new Exchange(name, runtime)),
        runtime.clock());
  }
}
