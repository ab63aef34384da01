package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.testkit.Emulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What auditors ask a running vault. */
class AuditApiTest {

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Team team;

  @BeforeEach
  void start() {
    team = Team.of(emulator, folder);
    team.pat("ado");
    team.pat("other");
    team.caller("auditor");
    team.policy("auditor", "auditor", "ado", List.of("audit.read"));
    team.caller("ci");
    team.policy("ci", "ci", "ado", List.of("proxy"));
  }

  @AfterEach
  void stop() {
    team.close();
    emulator.close();
  }

  @Test
  void records_unfiltered_areThoseOfTheFileTheNewestFirst() throws IOException {
    List<JsonNode> inFile = new ArrayList<>();
    List<Long> seqs = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = audit("?limit=3" + (next.isEmpty() ? "" : "&after=" + next));
      page.path("records").forEach(inFile::add);
      next = page.path("next").asText("");
    } while (!next.isEmpty());
    inFile.forEach(each -> seqs.add(each.path("seq").asLong()));

    List<JsonNode> lines =
        Files.readAllLines(folder.resolve("audit.jsonl")).stream().map(TestVault::json).toList();
    assertThat(seqs).startsWith((long) inFile.size()).endsWith(1L).doesNotHaveDuplicates();
    for (JsonNode each : inFile) {
      assertThat(each).isEqualTo(lines.get(each.path("seq").asInt() - 1));
    }
  }

  @Test
  void records_ofOneQuestion_answerIt() {
    assertThat(team.proxied("ado", team.authorization("ci")).statusCode()).isEqualTo(200);
    assertThat(team.proxied("other", team.authorization("ci")).statusCode()).isEqualTo(404);

    assertThat(actions("?caller=ci&outcome=granted")).containsExactly("proxy");
    assertThat(actions("?caller=ci&outcome=denied&credential=other")).containsExactly("proxy");
    assertThat(actions("?credential=ado&action=credential.create&oldestFirst=true"))
        .containsExactly("credential.create", "credential.create");
    assertThat(actions("?caller=ci&until=2001-01-01T00:00:00Z")).isEmpty();
    assertThat(actions("?caller=ci&since=9999-01-01T00:00:00Z")).isEmpty();
    assertThat(actions("?caller=ci&outcome=granted&since=2001-01-01T00:00:00Z")).hasSize(1);
    assertThat(
            actions(
                "?since=-1000000000-01-01T00:00:00Z&until=%2B1000000000-12-31T23:59:59Z&limit=2"))
        .hasSize(2);
  }

  @Test
  void records_byWhomThePolicyDoesNotLet_areRefusedAndThatIsOnRecord() {
    HttpResponse<String> refused = team.as("ci", "GET", "/v1/audit", "");
    assertThat(json(403, refused).path("detail").asText()).contains("audit.read");
    assertThat(team.as("ci", "GET", "/v1/audit/verify", "").statusCode()).isEqualTo(403);

    assertThat(actions("?caller=ci&outcome=denied")).containsExactly("audit.verify", "audit.read");
    assertThat(audit("?limit=1").at("/records/0/caller/name").asText()).isEqualTo("auditor");
  }

  @Test
  void after_thatIsNoNext_isRefusedByName() {
    for (String after : List.of("x", "-1", "1.5", "9999999999999999999")) {
      HttpResponse<String> answer = team.as("auditor", "GET", "/v1/audit?after=" + after, "");
      assertThat(json(400, answer).path("field").asText()).isEqualTo("after");
    }
  }

  @Test
  void verify_goodChain_givesItsHead() throws IOException {
    JsonNode result = verified();
    assertThat(result.path("ok").asBoolean()).isTrue();
    List<String> lines = Files.readAllLines(folder.resolve("audit.jsonl"));
    JsonNode last = json(lines.get(lines.size() - 1));
    assertThat(result.path("head").asText())
        .isEqualTo(last.path("seq").asText() + ":" + last.path("hash").asText());
  }

  @Test
  void verify_editedRecord_isNamed() throws IOException {
    Path file = folder.resolve("audit.jsonl");
    List<String> lines = Files.readAllLines(file);
    lines.set(2, lines.get(2).replace("granted", "refused"));
    Files.write(file, lines);

    JsonNode result = verified();
    assertThat(result.path("ok").asBoolean()).isFalse();
    assertThat(result.at("/broken/seq").asLong()).isEqualTo(3);
    assertThat(result.at("/broken/line").asLong()).isEqualTo(3);
    assertThat(result.at("/broken/file").asText()).isEqualTo("audit.jsonl");
    assertThat(result.at("/broken/problem").asText()).contains("its hash does not fit");
  }

  private List<String> actions(String query) {
    return audit(query).path("records").valueStream().map(r -> r.path("action").asText()).toList();
  }

  private JsonNode audit(String query) {
    return json(200, team.as("auditor", "GET", "/v1/audit" + query, ""));
  }

  private JsonNode verified() {
    return json(200, team.as("auditor", "GET", "/v1/audit/verify", ""));
  }
}
