package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One record that does not open stands in the way of nothing else. */
class DamagedRecordsTest {

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private Team team;

  @BeforeEach
  void start() {
    team = Team.of(emulator, folder);
    for (String name : List.of("one", "two", "zoo")) {
      team.pat(name);
      team.caller(name);
      team.policy(name, name, name, List.of("proxy"));
    }
  }

  @AfterEach
  void stop() {
    team.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource({"credential,credentials", "caller,callers", "policy,policies"})
  void list_damagedRecord_marksItAndShowsTheOthers(String noun, String many) {
    damage(noun, "two");
    JsonNode page = json(200, team.admin("GET", "/v1/" + many, ""));
    assertThat(page.path(many).findValuesAsText("name"))
        .contains("one", "zoo")
        .doesNotContain("two");
    assertThat(page.at("/damaged/0/name").asText()).isEqualTo("two");
    assertThat(page.at("/damaged/0/problem").asText()).contains("is not as the vault wrote it");
    JsonNode first = json(200, team.admin("GET", "/v1/" + many + "?limit=1&after=one", ""));
    assertThat(first.path(many)).isEmpty();
    assertThat(first.path("damaged")).hasSize(1);
    JsonNode last = json(200, team.admin("GET", "/v1/" + many + "?limit=1&after=two", ""));
    assertThat(last.path(many).findValuesAsText("name")).containsExactly("zoo");
  }

  @ParameterizedTest
  @CsvSource({"credential,credentials", "caller,callers", "policy,policies"})
  void delete_damagedRecord_isDoneAndAudited(String noun, String many) {
    damage(noun, "two");
    team.restart();
    String path = "/v1/" + many + "/two";
    json(503, team.admin("GET", path, ""));
    assertThat(team.as("one", "DELETE", path, "").statusCode()).isIn(403, 404, 503);
    json(200, team.admin("DELETE", path, ""));
    json(404, team.admin("GET", path, ""));
    JsonNode last = team.vault().audit().get(team.vault().audit().size() - 2);
    assertThat(last.path("action").asText()).isEqualTo(noun + ".delete");
    assertThat(json(200, team.admin("GET", "/v1/" + many, "")).has("damaged")).isFalse();
  }

  /** Statements only allow: without one of them, nobody gets more. */
  @Test
  void policy_damaged_stopsOnlyWhoNeedsIt() {
    damage("policy", "two");
    team.restart();
    assertThat(team.proxied("one", team.authorization("one")).statusCode()).isEqualTo(200);
    assertThat(team.proxied("two", team.authorization("two")).statusCode()).isEqualTo(503);
  }

  @Test
  void adminReset_damagedAdministrator_isMadeAnew() {
    damage("caller", "admin");
    damage("policy", "admin");
    team.vault().close();
    StateCommands commands = new StateCommands(folder, TokenRuntime.system());
    assertThat(commands.run("admin", "reset", "--out", folder.resolve("new").toString()))
        .as(commands.err())
        .isZero();
    team.restart();
    json(200, team.admin("GET", "/v1/credentials/one", ""));
  }

  private void damage(String noun, String name) {
    new StoreFileByHand(folder)
        .run(
            "update record set body = '{}' where noun = '%s' and name = '%s'"
                .formatted(noun, name));
  }
}
