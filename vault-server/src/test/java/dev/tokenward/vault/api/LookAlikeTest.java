package dev.tokenward.vault.api;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.Team;
import dev.tokenward.vault.access.Permission;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * S22: a credential of which a caller may not know answers on every route of the document as one
 * that is not there, whatever else that caller may do.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LookAlikeTest {

  private static final String HIDDEN = "hidden-one";
  private static final String ABSENT = "absent-one";

  private final Emulator emulator = Emulator.start();
  private Team team;
  private List<DescribedOperation> operations;

  @BeforeAll
  void start(@TempDir Path folder) {
    team = Team.of(emulator, folder);
    team.pat(HIDDEN);
    team.pat("known");
    team.policy("of-admin", "admin", HIDDEN, List.of("proxy"));
    for (Permission permission : Permission.values()) {
      String caller = caller(permission);
      team.caller(caller);
      team.policy(caller, caller, "known", List.of(permission.text()));
    }
    operations =
        DescribedOperation.of(json(200, team.vault().send(team.vault().request("/openapi.json"))));
  }

  @AfterAll
  void stop() {
    team.close();
    emulator.close();
  }

  private static String caller(Permission permission) {
    return "only-" + permission.text().replace('.', '-');
  }

  private Stream<Arguments> operationsAndCallers() {
    return operations.stream()
        .filter(LookAlikeTest::namesCredentials)
        .flatMap(
            operation ->
                Stream.of(Permission.values())
                    // Who may freeze everything sees everything.
                    .filter(permission -> permission != Permission.SYSTEM)
                    // The audit names every credential to those who read it.
                    .filter(
                        permission ->
                            permission != Permission.AUDIT_READ
                                || !operation.path().equals("/v1/audit"))
                    .map(permission -> Arguments.of(operation, caller(permission))));
  }

  private static boolean namesCredentials(DescribedOperation operation) {
    return operation.path().startsWith("/v1/credentials")
        || operation.body().path("properties").has("credentials")
        || filtersByCredential(operation);
  }

  private static boolean filtersByCredential(DescribedOperation operation) {
    return operation
        .parameters("query")
        .anyMatch(each -> each.path("name").asText().equals("credential"));
  }

  @ParameterizedTest
  @MethodSource("operationsAndCallers")
  void hiddenCredential_onAnyRoute_isLikeNone(DescribedOperation operation, String caller) {
    for (Map<String, String> headers :
        List.of(
            Map.<String, String>of(),
            Map.of("If-Match", "*"),
            Map.of("If-Match", "\"0-1\""),
            Map.of("If-None-Match", "*"))) {
      String hidden = blanked(send(operation, caller, HIDDEN, headers), HIDDEN);
      assertThat(hidden).isEqualTo(blanked(send(operation, caller, ABSENT, headers), ABSENT));
      assertThat(hidden).doesNotStartWith("5");
    }
  }

  @Test
  void otherName_thatAHiddenCredentialHas_isLikeOneThatIsFree() {
    String caller = "renames";
    team.caller(caller);
    team.policy(caller, caller, "known", List.of("credential.write", "policy.write"));
    String body = "{\"name\":\"%s\"}";
    assertThat(
            blanked(
                team.as(caller, "PATCH", "/v1/credentials/known", body.formatted(HIDDEN)), HIDDEN))
        .isEqualTo(
            blanked(
                team.as(caller, "PATCH", "/v1/credentials/known", body.formatted(ABSENT)), ABSENT));
  }

  @Test
  void policies_readByWhoMayWriteThem_nameNoHiddenCredential() {
    String caller = caller(Permission.POLICY_WRITE);
    assertThat(team.as(caller, "GET", "/v1/policies", "").body())
        .contains("of-admin")
        .doesNotContain(HIDDEN);
    assertThat(team.as(caller, "GET", "/v1/policies/of-admin", "").body()).doesNotContain(HIDDEN);
  }

  @Test
  void list_withHiddenCredentialsBehindTheLastKnown_saysThatItEnds() {
    team.pat("zz-" + HIDDEN);
    JsonNode page =
        json(200, team.as(caller(Permission.PROXY), "GET", "/v1/credentials?limit=1&after=a", ""));
    assertThat(page.path("credentials")).hasSize(1);
    assertThat(page.has("next")).isFalse();
  }

  private HttpResponse<String> send(
      DescribedOperation operation, String caller, String name, Map<String, String> headers) {
    String query = filtersByCredential(operation) ? "?credential=" + name : "";
    var request =
        team.vault()
            .request(operation.target("name", name) + query)
            .method(operation.method(), BodyPublishers.ofString(body(operation, name)))
            .header("Authorization", team.authorization(caller));
    headers.forEach(request::header);
    return team.vault().send(request);
  }

  private static String body(DescribedOperation operation, String name) {
    if (operation.body().isMissingNode()) {
      return "";
    }
    ObjectNode body = (ObjectNode) Samples.right(operation.body());
    if (body.has("credentials")) {
      body.putArray("credentials").add(name);
      body.putArray("callers").add("admin");
      body.putArray("permissions").add("policy.write");
      body.remove(List.of("allow"));
    }
    if (operation.path().equals("/v1/credentials")) {
      body.put("name", name);
    }
    return body.toString();
  }

  private static String blanked(HttpResponse<String> answer, String name) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.remove("date");
    headers.remove("content-length");
    return (answer.statusCode() + " " + headers + " " + answer.body())
        .replaceAll("\"traceId\":\"[0-9a-f]+\"", "")
        .replace(name, "");
  }
}
