package dev.tokenward.appcred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FederatedProviderTest {

  private static final String URL = "https://Actions.example:443/jobs/7/idtoken?api-version=2.0";

  private final FederatedProvider provider = new FederatedProvider();

  @Test
  void describe_fields_areThoseOfTheKind() {
    assertThat(provider.describe().kind()).isEqualTo("entra-federated");
    assertThat(provider.describe().fields())
        .extracting(Field::name, Field::type, Field::destination, Field::ambient)
        .startsWith(
            tuple("tenant", Field.Type.TEXT, true, false),
            tuple("clientId", Field.Type.TEXT, false, false),
            tuple("assertionFrom", Field.Type.CHOICE, false, false),
            tuple("tokenFile", Field.Type.FILE, false, true),
            tuple("requestUrl", Field.Type.URL, true, false),
            tuple("requestToken", Field.Type.SECRET, false, false),
            tuple("serviceConnectionId", Field.Type.TEXT, false, false),
            tuple("audience", Field.Type.TEXT, false, false),
            tuple("scope", Field.Type.SCOPES, false, false),
            tuple("organization", Field.Type.ORGANIZATION, true, false));
  }

  @ParameterizedTest
  @CsvSource({
    "'', tokenFile",
    "file, tokenFile",
    "github-actions, requestUrl requestToken",
    "github-actions, requestUrl requestToken audience",
    "azure-pipelines, requestUrl requestToken serviceConnectionId",
  })
  void check_whatIsNeeded_isEnough(String from, String given) {
    assertThat(check(from, given)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', tokenFile, is missing: assertionFrom file needs it",
    "file, requestUrl tokenFile, requestUrl, says nothing to assertionFrom file: leave it out",
    "file, audience tokenFile, audience, says nothing to assertionFrom file: leave it out",
    "github-actions, requestUrl, requestToken, is missing: assertionFrom github-actions needs it",
    "github-actions, requestToken, requestUrl, is missing: assertionFrom github-actions needs it",
    "azure-pipelines, requestUrl requestToken, serviceConnectionId, is missing: assertionFrom"
        + " azure-pipelines needs it",
    "elsewhere, tokenFile, assertionFrom, 'takes one of file, github-actions, azure-pipelines'",
  })
  void check_wrongFields_saysWhich(String from, String given, String field, String message) {
    assertThat(check(from, given)).containsExactly(new FieldProblem(field, message));
  }

  @ParameterizedTest
  @CsvSource({
    "http://actions.example/idtoken, must begin with https://",
    "actions.example, is no URL of the form https://host/path",
  })
  void check_requestUrlWithoutTls_isRefused(String url, String message) {
    Map<String, String> fields = fields("github-actions", "");
    fields.put("requestUrl", url);

    assertThat(TokenSources.check(provider, credential(fields, "requestToken")))
        .containsExactly(new FieldProblem("requestUrl", message));
  }

  @Test
  void destinations_areTheAuthorityAndWhoIsAsked() {
    assertThat(provider.destinations(credential(fields("github-actions", "requestUrl"), "")))
        .containsExactlyInAnyOrder(
            URI.create("https://login.microsoftonline.com"), URI.create("https://actions.example"));
    assertThat(provider.destinations(credential(fields("", "tokenFile"), "")))
        .containsExactly(URI.create("https://login.microsoftonline.com"));
  }

  @ParameterizedTest
  @CsvSource({
    "github-actions, requestUrl, GET, api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange",
    "github-actions, requestUrl audience, GET, api-version=2.0&audience=the+audience",
    "azure-pipelines, requestUrl serviceConnectionId, POST, api-version=2.0&api-version=7.1"
        + "&serviceConnectionId=the+serviceConnectionId",
  })
  void token_buildService_isAskedWithTheTokenInTheHeader(
      String from, String given, String method, String query) {
    ScriptedUpstream upstream = new ScriptedUpstream();
    upstream
        .then(
            request ->
                Answers.json(
                    200, "{\"value\":\"e30.eyJhIjoxfQ.x\",\"oidcToken\":\"e30.eyJhIjoxfQ.x\"}"))
        .then(request -> Answers.token("abc"));

    provider
        .open(credential(fields(from, given), "requestToken"), new FakeClock().runtime(upstream))
        .token();

    HttpSender.Request asked = upstream.requests().get(0);
    assertThat(asked.method()).isEqualTo(method);
    assertThat(asked.uri().getRawQuery()).isEqualTo(query);
    assertThat(asked.headers()).containsEntry("Authorization", "Bearer the requestToken");
    assertThat(upstream.requests().get(1).body()).contains("client_assertion=e30.eyJhIjoxfQ.x");
  }

  private List<FieldProblem> check(String from, String given) {
    return TokenSources.check(provider, credential(fields(from, given), given));
  }

  private static Map<String, String> fields(String from, String given) {
    Map<String, String> fields = new HashMap<>();
    fields.put("tenant", "contoso.onmicrosoft.com");
    fields.put("clientId", "11111111-2222-3333-4444-555555555555");
    if (!from.isEmpty()) {
      fields.put("assertionFrom", from);
    }
    for (String field : given.split(" ", -1)) {
      if (!field.isEmpty() && !field.equals("requestToken")) {
        fields.put(field, field.equals("requestUrl") ? URL : "the " + field);
      }
    }
    return fields;
  }

  private static Credential credential(Map<String, String> fields, String given) {
    return new Credential(
        "ado-app",
        AppCredentials.FEDERATED,
        fields,
        given.contains("requestToken")
            ? Map.of("requestToken", Secret.of("the requestToken"))
            : Map.of());
  }
}
