package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.CapturedLogs;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.http.Fault;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks through everything the vault does, well and badly, and searches what it lets out. Issued
 * tokens may stand in the one answer that issues them, stored secrets nowhere.
 */
@ExtendWith(EmulatorExtension.class)
class LeakTest {

  private static final String READ = "/proxy/ado/acme/_apis/projects";

  @TempDir Path folder;
  private final LeakProbe probe = new LeakProbe();
  private CapturedLogs logs;
  private TestVault vault;

  @BeforeEach
  void start(Emulator emulator) throws IOException {
    logs = new CapturedLogs("");
    // As the vault ships: of libraries warnings only, because at debug level Jetty prints headers.
    Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
    vault = TestVault.start(emulator, folder);
    for (String file : new String[] {"pat", "app-secret", "ci", "app", "operator", "nobody"}) {
      probe.watch(file, Files.readString(vault.file(file)));
    }
  }

  @AfterEach
  void stop() {
    vault.close();
    logs.close();
  }

  @Test
  void channels_withAPlantedLeak_areSearched() throws Exception {
    Path audit = vault.file("audit.jsonl");
    LeakProbe.plant(
        "audit",
        text -> Files.writeString(audit, text + "\n", StandardOpenOption.APPEND),
        each -> each.see("audit", audit));
    LeakProbe.plant(
        "log",
        text -> System.getLogger("dev.tokenward.vault").log(Level.WARNING, text),
        each -> each.see("log", logs.text()));
    StringBuilder answers = new StringBuilder();
    LeakProbe.plant("answers", answers::append, each -> each.see("answers", answers.toString()));
  }

  @Test
  void walk_wellAndBadly_letsNothingOut(Emulator emulator) throws IOException {
    String brokered = issued("/v1/credentials/entra/token", "{}", 200, "access_token");
    String read = "{\"allow\":{\"access\":\"read\"}}";
    String virtualPat = issued("/v1/credentials/ado/virtual-pats", read, 201, "token");

    for (String path : new String[] {"/v1/kinds", "/v1/leases", "/openapi.json", "/none", READ}) {
      for (String authorization :
          new String[] {
            basic("ci"),
            basic("nobody"),
            basic("ci", "wrong"),
            "Bearer " + virtualPat,
            "Bearer " + brokered,
            basic("", Files.readString(vault.file("pat")))
          }) {
        see(send("GET", path, authorization));
      }
    }
    see(send("POST", "/v1/credentials/ado/token", basic("ci")));
    see(send("POST", "/v1/credentials/none/token", basic("app")));
    see(send("POST", "/v1/credentials/ado/test", basic("ci")));
    see(send("POST", "/proxy/ado/acme/web/_apis/wit/workitems/$Task", basic("", virtualPat)));
    see(send("GET", "/proxy/ado/other/_apis/projects", basic("", virtualPat)));
    see(send("GET", "/proxy/ado/acme/_apis/tokens/pats", basic("", virtualPat)));

    emulator.fail(Fault.signInPage().on("/acme/").times(2));
    see(send("GET", READ, basic("", virtualPat)));
    see(send("POST", "/v1/credentials/ado/test", basic("ci")));
    emulator.fail(Fault.redirect("https://elsewhere.example/").on("/acme/").times(1));
    see(send("GET", READ, basic("", virtualPat)));
    emulator.fail(Fault.drop().on("/acme/").times(2));
    see(send("GET", READ, basic("", virtualPat)));
    emulator.devOps().revokePat(Files.readString(vault.file("pat")));
    see(send("GET", READ, basic("", virtualPat)));
    see(send("POST", "/v1/credentials/ado/test", basic("ci")));
    see(send("DELETE", "/v1/leases?credential=ado", basic("ci")));
    see(send("GET", READ, basic("", virtualPat)));

    probe.see("audit", vault.file("audit.jsonl")).see("log", logs.text()).assertClean();
  }

  @Test
  void walk_entraRefusesTheAppSecret_letsNothingOut(Emulator emulator) throws IOException {
    emulator.fail(
        Fault.status(401)
            .header("Content-Type", "application/json")
            .body(
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: no "
                    + Files.readString(vault.file("app-secret"))
                    + "\"}")
            .on("/oauth2/v2.0/token"));
    HttpResponse<String> refused = send("POST", "/v1/credentials/entra/token", basic("ci"));
    assertThat(json(502, refused).get("cause").asText()).isEqualTo("AADSTS7000215");
    see(refused);
    see(send("POST", "/v1/credentials/entra/test", basic("ci")));
    see(send("GET", "/proxy/entra/acme/_apis/projects", basic("ci")));
    probe.see("audit", vault.file("audit.jsonl")).see("log", logs.text()).assertClean();
  }

  /** Gets what is issued, and watches for it from here on. */
  private String issued(String path, String body, int status, String field) {
    HttpResponse<String> answer = vault.send("POST", path, basic("ci"), body);
    JsonNode json = json(status, answer);
    String token = json.get(field).asText();
    probe.watch(field, token);
    probe.see("answers", answer.headers().map() + answer.body().replace(token, ""));
    return token;
  }

  private HttpResponse<String> send(String method, String path, String authorization) {
    return vault.send(method, path, authorization, "");
  }

  private void see(HttpResponse<String> answer) {
    probe.see("answers", answer.statusCode() + " " + answer.headers().map() + answer.body());
  }
}
