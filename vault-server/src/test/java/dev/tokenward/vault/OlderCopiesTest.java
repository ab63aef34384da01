package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S24: a row that was put back opens as well as it ever did, and the audit knows better. */
class OlderCopiesTest {

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private Team team;
  private StoreFileByHand hand;
  private StateCommands commands;

  @BeforeEach
  void start() {
    team = Team.of(emulator, folder);
    hand = new StoreFileByHand(folder);
    commands = new StateCommands(folder, TokenRuntime.system());
    team.pat("ado");
    team.caller("ci");
    team.policy("ci", "ci", "ado", List.of("proxy", "virtual-pat"));
  }

  @AfterEach
  void stop() {
    team.close();
    emulator.close();
  }

  @Test
  void credential_olderCopy_isNotUsedAndNamed() {
    Map<String, Object> old = hand.row("credential", "ado");
    describe("ado", "later");
    assertThat(proxied()).isEqualTo(200);
    hand.putBack(old);
    assertOlder(team.admin("GET", "/v1/credentials/ado", ""), old);
    assertThat(proxied()).isEqualTo(503);
    team.restart();
    assertOlder(team.admin("POST", "/v1/credentials/ado/virtual-pats", "{}"), old);
    assertThat(proxied()).isEqualTo(503);
    assertDoctorNames(old);
  }

  @Test
  void credential_removedAndPutBack_isNotUsedAndNamed() {
    Map<String, Object> old = hand.row("credential", "ado");
    json(200, team.admin("DELETE", "/v1/credentials/ado", ""));
    hand.putBack(old);
    assertOlder(team.admin("GET", "/v1/credentials/ado", ""), old);
    assertDoctorNames(old);
    json(200, team.admin("DELETE", "/v1/credentials/ado", ""));
    team.pat("ado");
    json(200, team.admin("GET", "/v1/credentials/ado", ""));
    assertThat(commands.run("doctor")).as(commands.out()).isZero();
  }

  @Test
  void policy_olderCopy_givesNothingUntilItIsRemoved() {
    team.policy("wide", "ci", "*", List.of("proxy"));
    Map<String, Object> old = hand.row("policy", "ci");
    json(
        200,
        team.admin(
            "PUT",
            "/v1/policies/ci",
            Map.of("callers", List.of("ci"), "permissions", List.of("audit.read"))));
    json(200, team.admin("DELETE", "/v1/policies/wide", ""));
    hand.putBack(old);
    team.restart();
    assertThat(proxied()).isEqualTo(503);
    json(200, team.admin("GET", "/v1/credentials/ado", ""));
    assertOlder(team.admin("GET", "/v1/policies/ci", ""), old);
    json(200, team.admin("DELETE", "/v1/policies/ci", ""));
    assertThat(proxied()).isEqualTo(404);
  }

  @Test
  void caller_olderCopyWithARemovedSecret_provesNobody() {
    Map<String, Object> old = hand.row("caller", "ci");
    String id =
        json(200, team.admin("GET", "/v1/callers/ci", "")).at("/secrets/0/secret_id").asText();
    json(200, team.admin("DELETE", "/v1/callers/ci/secrets/" + id, ""));
    assertThat(proxied()).isEqualTo(401);
    hand.putBack(old);
    assertThat(proxied()).isEqualTo(503);
    assertOlder(team.admin("GET", "/v1/callers/ci", ""), old);
  }

  @Test
  void lease_revokedAndPutBack_staysRevoked() {
    JsonNode one = virtualPat();
    JsonNode other = virtualPat();
    List<Map<String, Object>> old =
        Stream.of(one, other).map(each -> hand.row("lease", leaseOf(each))).toList();
    json(200, team.as("ci", "DELETE", "/v1/leases/" + leaseOf(one), ""));
    json(200, team.admin("DELETE", "/v1/leases?credential=ado", ""));
    old.forEach(hand::putBack);
    commands.run("doctor");
    assertThat(commands.out())
        .contains(old.get(0).get("id") + " was revoked", old.get(1).get("id") + " was revoked");
    team.restart();
    for (JsonNode each : List.of(one, other)) {
      String pat = TestVault.basic("x", each.path("token").asText());
      assertThat(team.proxied("ado", pat).statusCode()).isEqualTo(401);
    }
    commands.run("doctor");
    assertThat(commands.out()).doesNotContain("revoked");
  }

  private JsonNode virtualPat() {
    return json(201, team.as("ci", "POST", "/v1/credentials/ado/virtual-pats", "{}"));
  }

  private static String leaseOf(JsonNode pat) {
    return pat.path("lease_id").asText();
  }

  @Test
  void wholeFile_older_isNoticedByEachRecordThatChanged() throws IOException {
    team.pat("same");
    team.vault().close();
    Path file = folder.resolve("state/vault.db");
    Files.copy(file, folder.resolve("old.db"));
    team.restart();
    describe("ado", "later");
    Map<String, Object> old = Map.of("id", hand.row("credential", "ado").get("id"));
    team.vault().close();
    Files.copy(folder.resolve("old.db"), file, StandardCopyOption.REPLACE_EXISTING);
    team.restart();
    assertOlder(team.admin("GET", "/v1/credentials/ado", ""), old);
    json(200, team.admin("GET", "/v1/credentials/same", ""));
  }

  /** What was written down beside the audit counts only as far as it is sealed. */
  @Test
  void versionsBesideTheAudit_lostOrForged_areReadFromTheAuditAgain() throws IOException {
    Map<String, Object> old = hand.row("credential", "ado");
    describe("ado", "later");
    hand.putBack(old);
    team.vault().close();
    Files.writeString(folder.resolve("audit.jsonl.versions"), "tokenward versions 1 999\nforged\n");
    team.restart();
    assertOlder(team.admin("GET", "/v1/credentials/ado", ""), old);
  }

  /** Killed when the store had a change and the audit had not: nothing is wrong with that. */
  @Test
  void change_killedBeforeItsRecord_isServedAndFromThenOnWitnessed() {
    describe("ado", "first");
    Map<String, Object> old = hand.row("credential", "ado");
    Store store = team.vault().component().store();
    Row<CredentialRecord> row = store.find(CredentialRecord.NOUN, "ado").orElseThrow();
    store.change(change -> change.replace(CredentialRecord.NOUN, row, row.name(), row.value()));
    team.restart();
    json(200, team.admin("GET", "/v1/credentials/ado", ""));
    assertThat(proxied()).isEqualTo(200);
    assertThat(commands.run("doctor")).as(commands.out()).isZero();
    hand.putBack(old);
    assertOlder(team.admin("GET", "/v1/credentials/ado", ""), old);
  }

  /** A restore brings back what is older on purpose; what it replaced is older from then on. */
  @Test
  void restore_olderRecords_areUsedAndThoseOfBeforeAreNot() throws IOException {
    json(201, team.admin("POST", "/v1/callers", Map.of("name", "gone")));
    assertThat(commands.run("backup", "--out", folder.resolve("b.db").toString())).isZero();
    describe("ado", "later");
    describe("ado", "latest");
    Map<String, Object> before = hand.row("credential", "ado");
    json(200, team.admin("DELETE", "/v1/callers/gone", ""));
    team.vault().close();
    assertThat(commands.run("restore", "--replace", "--from", folder.resolve("b.db").toString()))
        .as(commands.err())
        .isZero();
    assertThat(commands.run("resume")).isZero();
    assertThat(commands.run("doctor")).as(commands.out()).isZero();
    team.restart();
    assertThat(json(200, team.admin("GET", "/v1/credentials/ado", "")).has("description"))
        .isFalse();
    json(200, team.admin("GET", "/v1/callers/gone", ""));
    assertThat(proxied()).isEqualTo(200);
    hand.putBack(before);
    assertOlder(team.admin("GET", "/v1/credentials/ado", ""), before);
  }

  /** A restore would make it the one that counts. */
  @Test
  void backup_olderCopy_isNamedAndNotKept() {
    Map<String, Object> old = hand.row("credential", "ado");
    describe("ado", "later");
    hand.putBack(old);
    assertThat(commands.run("backup", "--out", folder.resolve("b.db").toString())).isEqualTo(1);
    assertThat(commands.err()).contains("older copies", "credential " + old.get("id"));
    assertThat(folder.resolve("b.db")).doesNotExist();
  }

  private void describe(String credential, String text) {
    json(200, team.admin("PATCH", "/v1/credentials/" + credential, Map.of("description", text)));
  }

  private int proxied() {
    return team.proxied("ado", team.authorization("ci")).statusCode();
  }

  private static void assertOlder(HttpResponse<String> answer, Map<String, Object> row) {
    assertThat(json(503, answer).path("detail").asText())
        .contains("is an older copy", String.valueOf(row.get("id")));
  }

  private void assertDoctorNames(Map<String, Object> row) {
    assertThat(commands.run("doctor")).isEqualTo(1);
    assertThat(commands.out()).contains(row.get("noun") + " " + row.get("id") + " is an older");
  }
}
