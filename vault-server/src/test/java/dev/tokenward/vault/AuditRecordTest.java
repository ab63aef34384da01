package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S23: whoever is known leaves one record of each thing granted or denied, before the answer. */
class AuditRecordTest extends OneVault {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // caller | request | body | status | action | outcome | detail | route
        "ci|POST /v1/credentials/entra/token||200|token|granted||POST /v1/credentials/{name}/token",
        "ci|POST /v1/credentials/ado/token||409|token|denied|stored-secret-not-released|POST /v1/credentials/{name}/token",
        "ci|POST /v1/credentials/none/token||404|token|denied|not-found|POST /v1/credentials/{name}/token",
        "app|POST /v1/credentials/entra/token||404|token|denied|not-found|POST /v1/credentials/{name}/token",
        "ci|POST /v1/credentials/ado/virtual-pats||201|virtual-pat|granted||POST /v1/credentials/{name}/virtual-pats",
        "app|POST /v1/credentials/ado/virtual-pats|{\"ttl\":\"PT2H\"}|403|virtual-pat|denied|wider-than-policy|POST /v1/credentials/{name}/virtual-pats",
        "ci|POST /v1/credentials/ado/test||200|credential.test|granted||POST /v1/credentials/{name}/test",
        "app|POST /v1/credentials/ado/test||403|credential.test|denied|wider-than-policy|POST /v1/credentials/{name}/test",
        "ci|GET /v1/kinds||200|kind.list|granted||GET /v1/kinds",
        "ci|GET /v1/leases?credential=sought||200|lease.list|granted||GET /v1/leases",
        "ci|GET /v1/leases/sought||404|lease.read|denied|not-found|GET /v1/leases/{id}",
        "ci|DELETE /v1/leases/sought||404|lease.revoke|denied|not-found|DELETE /v1/leases/{id}",
        "ci|DELETE /v1/leases?caller=sought||200|lease.revoke-all|granted|0 leases|DELETE /v1/leases",
        "ci|GET /proxy/ado/acme/_apis/projects?api-version=7.0&sought=1||200|proxy|granted||/proxy/{name}/{path}",
        "app|GET /proxy/ado/acme/_apis/sought||403|proxy|denied|rule-refuses|/proxy/{name}/{path}",
        "app|GET /proxy/entra/acme/_apis/sought||404|proxy|denied|not-found|/proxy/{name}/{path}",
      })
  void action_ofAKnownCaller_leavesOneRecord(
      String caller,
      String request,
      String body,
      int status,
      String action,
      String outcome,
      String detail,
      String route)
      throws IOException {
    int before = vault.audit().size();
    HttpResponse<String> answer = send(request, basic(caller), body == null ? "" : body);
    List<JsonNode> records = vault.audit();
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(records).hasSize(before + 1);
    JsonNode record = records.get(before);
    assertThat(record.path("action").asText()).isEqualTo(action);
    assertThat(record.path("outcome").asText()).isEqualTo(outcome);
    assertThat(record.path("route").asText()).isEqualTo(route);
    assertThat(record.path("caller").path("name").asText()).isEqualTo(caller);
    assertThat(record.path("caller").path("id").asText()).hasSize(36);
    assertThat(record.path("detail").asText("")).isEqualTo(detail == null ? "" : detail);
    if (status >= 400) {
      assertThat(record.path("trace")).isEqualTo(json(answer.body()).path("traceId"));
    }
    assertThat(Files.readString(vault.file("audit.jsonl"))).doesNotContain("sought", "?", "_apis");
  }

  @Test
  void token_granted_isRecordedWithIdsAndWithoutItself() throws IOException {
    JsonNode answer = json(200, send("POST /v1/credentials/entra/token", basic("ci"), ""));
    JsonNode record = last();
    assertThat(record.path("credential").path("name").asText()).isEqualTo("entra");
    assertThat(record.path("credential").path("id").asText()).hasSize(36);
    assertThat(record.path("statement").asText()).isEqualTo("ci-gets-tokens");
    assertThat(record.path("lease")).isEqualTo(answer.path("lease_id"));
    assertThat(record.path("token").asText()).matches("[0-9a-f]{8}");
    assertThat(Files.readString(vault.file("audit.jsonl")))
        .doesNotContain(answer.path("access_token").asText());
  }

  @Test
  void proxy_withAVirtualPat_isRecordedUnderItsMaker() {
    JsonNode pat = json(201, send("POST /v1/credentials/ado/virtual-pats", basic("app"), ""));
    String basic = basic("any", pat.path("token").asText());
    assertThat(send("GET /proxy/ado/acme/web/_apis/git/repositories", basic, "").statusCode())
        .isEqualTo(200);
    assertThat(last().path("caller").path("name").asText()).isEqualTo("app");
    assertThat(last().path("lease")).isEqualTo(pat.path("lease_id"));
    assertThat(last().path("statement").asText()).isEqualTo("app-reads-one-project");
  }

  @ParameterizedTest
  @CsvSource({"''", "&resource=urn:tokenward:credential:entra", "&audience=none", "&audience=ado"})
  void tokenEndpoint_always_leavesOneRecord(String target) {
    int before = vault.audit().size();
    vault.send(
        vault
            .request("/oauth2/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", basic("ci"))
            .POST(BodyPublishers.ofString("grant_type=client_credentials" + target)));
    assertThat(vault.audit()).hasSize(before + 1);
    assertThat(last().path("route").asText()).isEqualTo("POST /oauth2/token");
  }

  @Test
  void traceparent_good_isTheTraceOfAnswerAndRecord() {
    for (String path : new String[] {"/v1/credentials/none/token", "/proxy/none/acme/x"}) {
      HttpRequest.Builder request =
          vault
              .request(path)
              .header("Authorization", basic("ci"))
              .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
              .POST(BodyPublishers.noBody());
      JsonNode problem = json(404, vault.send(request));
      assertThat(problem.path("traceId").asText()).isEqualTo(TRACE);
      assertThat(last().path("trace").asText()).isEqualTo(TRACE);
    }
  }

  @Test
  void request_unauthenticatedOrMalformed_takesNoRoomInTheChain() {
    int before = vault.audit().size();
    json(401, send("POST /v1/credentials/entra/token", "Bearer nothing", ""));
    json(401, send("GET /proxy/ado/acme/_apis/projects", "Bearer nothing", ""));
    json(400, send("POST /v1/credentials/entra/token", basic("ci"), "{\"unknown\":1}"));
    assertThat(vault.audit()).hasSize(before);
  }

  private JsonNode last() {
    List<JsonNode> records = vault.audit();
    return records.get(records.size() - 1);
  }

  private HttpResponse<String> send(String request, String authorization, String body) {
    String[] parts = request.split(" ", 2);
    return vault.send(parts[0], parts[1], authorization, body);
  }
}
