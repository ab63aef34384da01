package dev.tokenward.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.testkit.devops.Organization;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(EmulatorExtension.class)
class RestTest {

  private static final String PATCH = "application/json-patch+json";
  private static final String TITLE =
      "[{\"op\":\"add\",\"path\":\"/fields/System.Title\",\"value\":\"%s\"}]";

  private final Emulator emulator;
  private final Client client;

  RestTest(Emulator emulator) {
    this.emulator = emulator;
    this.client = new Client(emulator);
  }

  @BeforeEach
  void organization() {
    Organization acme = emulator.devOps().organization("acme", "contoso");
    acme.project("web").repository("site").commit("README.md", "hello");
    acme.project("Big Shop");
  }

  private HttpResponse<String> get(String path, String scopes) throws Exception {
    return client.get(path, "Authorization", pat(scopes));
  }

  private String pat(String scopes) {
    return Client.basic(emulator.devOps().issuePat("acme", scopes));
  }

  @Test
  void connectionData_withoutCredential_isAnonymous() throws Exception {
    JsonNode body = Client.json(client.get("/acme/_apis/connectionData"));
    assertThat(body.path("authenticatedUser").path("id").asText())
        .isEqualTo("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
  }

  @ParameterizedTest
  @CsvSource({"7.1, application/json", "'', application/json;api-version=7.1"})
  void connectionData_versionWithoutPreview_is400(String query, String accept) throws Exception {
    String path = "/acme/_apis/connectionData" + (query.isEmpty() ? "" : "?api-version=" + query);
    HttpResponse<String> response =
        client.get(path, "Authorization", pat("vso.code"), "Accept", accept);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("VssInvalidPreviewVersionException");
  }

  @Test
  void connectionData_previewVersion_saysWhoIAm() throws Exception {
    HttpResponse<String> response =
        get("/ACME/_apis/connectionData?api-version=7.1-preview", "vso.code");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("X-VSS-UserData").orElse(""))
        .endsWith(":user@emulator.example");
  }

  @Test
  void projects_listAndGet_agree() throws Exception {
    JsonNode list = Client.json(get("/acme/_apis/projects?api-version=7.1", "vso.project"));
    JsonNode one = Client.json(get("/acme/_apis/projects/big%20shop", "vso.project"));
    assertThat(list.path("count").asInt()).isEqualTo(2);
    assertThat(list.path("value").findValuesAsText("name")).containsExactly("Big Shop", "web");
    assertThat(one.path("id")).isEqualTo(list.path("value").path(0).path("id"));
  }

  @Test
  void repositories_byName_giveCloneUrl() throws Exception {
    JsonNode one = Client.json(get("/acme/web/_apis/git/repositories/site", "vso.code"));
    assertThat(one.path("remoteUrl").asText())
        .isEqualTo(emulator.organizationUrl("acme") + "/web/_git/site");
    assertThat(one.path("defaultBranch").asText()).isEqualTo("refs/heads/main");
  }

  @Test
  void repositories_unknown_isTheNotFoundThatHidesPermissions() throws Exception {
    HttpResponse<String> response = get("/acme/web/_apis/git/repositories/nope", "vso.code");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("TF401019");
    assertThat(response.headers().firstValue("X-VSS-UserData")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "/page.html, 200, text/html",
    "page.js, 200, text/javascript",
    "/README.md, 200, text/plain",
    "/absent, 404, application/json"
  })
  void item_ofARepository_isTheFileAsABrowserTakesIt(String path, int status, String type)
      throws Exception {
    emulator
        .devOps()
        .organization("acme", "contoso")
        .project("web")
        .repository("site")
        .commit(Map.of("page.html", "hello", "page.js", "hello"), "Add pages");
    HttpResponse<String> item =
        get("/acme/web/_apis/git/repositories/site/items?path=" + path, "vso.code");
    assertThat(item.statusCode()).isEqualTo(status);
    assertThat(item.headers().firstValue("Content-Type").orElse("")).startsWith(type);
    assertThat(item.body().equals("hello")).isEqualTo(status == 200);
  }

  @Test
  void workItem_createdAndChanged_canBeReadBack() throws Exception {
    String pat = pat("vso.work_write");
    JsonNode created = Client.json(workItem("POST", "$Task", TITLE.formatted("One"), pat));
    String id = created.path("id").asText();
    HttpResponse<String> changed = workItem("PATCH", id, TITLE.formatted("Two"), pat);
    JsonNode read = Client.json(get("/acme/_apis/wit/workitems/" + id, "vso.work"));

    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(read.path("rev").asInt()).isEqualTo(2);
    assertThat(read.path("fields").path("System.Title").asText()).isEqualTo("Two");
    assertThat(read.path("fields").path("System.WorkItemType").asText()).isEqualTo("Task");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, $Task, [], 400",
    "POST, $Task, not json, 400",
    "PATCH, 77, '[{\"op\":\"add\",\"path\":\"/fields/A\",\"value\":1}]', 404",
    "DELETE, 77, '', 405"
  })
  void workItem_badRequest_isRefused(String method, String name, String body, int status)
      throws Exception {
    assertThat(workItem(method, name, body, pat("vso.work_full")).statusCode()).isEqualTo(status);
  }

  private HttpResponse<String> workItem(String method, String name, String body, String pat)
      throws Exception {
    String path = "/acme/web/_apis/wit/workitems/" + name + "?api-version=7.1";
    return client.send(method, path, body, "Authorization", pat, "Content-Type", PATCH);
  }

  @ParameterizedTest
  @CsvSource({
    "vso.work, GET, 404",
    "vso.work, PATCH, 401",
    "vso.work_write, PATCH, 404",
    "vso.code_full, GET, 401",
    "app_token, PATCH, 404"
  })
  void workItem_byScope_isAllowedOrNot(String scope, String method, int status) throws Exception {
    HttpResponse<String> response = workItem(method, "77", TITLE.formatted("x"), pat(scope));
    assertThat(response.statusCode()).isEqualTo(status);
  }

  @Test
  void path_withEncodedSlash_isOneSegment() throws Exception {
    assertThat(get("/acme/_apis/projects/web%2Fsite", "vso.project").body()).contains("TF200016");
  }
}
