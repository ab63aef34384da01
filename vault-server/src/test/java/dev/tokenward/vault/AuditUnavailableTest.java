package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.FakeClock;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** S23: what cannot be recorded does not happen, and the vault finds back by itself. */
@ExtendWith(EmulatorExtension.class)
class AuditUnavailableTest {

  private final FakeClock clock = new FakeClock();
  private Emulator emulator;
  private TestVault vault;
  private Path audit;

  @BeforeEach
  void start(Emulator shared, @TempDir Path folder) {
    emulator = shared;
    emulator.clock(clock);
    vault = TestVault.start(emulator, folder, clock.runtime(TestVault.NO_OTHER_WAY_OUT));
    audit = vault.file("audit.jsonl");
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @Test
  void audit_unwritable_letsNothingOutUntilItIsWritable() throws IOException {
    JsonNode pat = json(201, post("/v1/credentials/ado/virtual-pats"));
    breakAudit();
    unavailable(post("/v1/credentials/entra/token"));
    unavailable(post("/v1/credentials/ado/test"));
    assertThat(emulator.requests("GET", "connectionData")).isZero();
    unavailable(post("/v1/credentials/ado/virtual-pats"));
    unavailable(post("/v1/credentials/ado/token"));
    unavailable(vault.send("GET", "/v1/kinds", basic("ci"), ""));
    unavailable(vault.send("DELETE", "/v1/leases?credential=ado", basic("ci"), ""));
    unavailable(
        vault.send("DELETE", "/v1/leases/" + pat.path("lease_id").asText(), basic("ci"), ""));
    mend();
    assertThat(json(200, vault.send("GET", "/v1/leases", basic("ci"), "")).path("leases"))
        .hasSize(1);
    json(200, post("/v1/credentials/entra/token"));
  }

  @Test
  void audit_unwritable_sendsNoProxiedRequest() throws IOException {
    breakAudit();
    unavailable(vault.send("GET", "/proxy/ado/acme/_apis/projects", basic("ci"), ""));
    HttpResponse<String> git =
        vault.send(
            "GET",
            "/proxy/ado/acme/web/_git/site/info/refs?service=git-upload-pack",
            basic("ci"),
            "");
    assertThat(git.statusCode()).isEqualTo(503);
    assertThat(emulator.requests("GET", "/acme/")).isZero();
    mend();
    assertThat(vault.send("GET", "/proxy/ado/acme/_apis/projects", basic("ci"), "").statusCode())
        .isEqualTo(200);
    assertThat(emulator.requests("GET", "/acme/")).isEqualTo(1);
  }

  @Test
  void audit_unwritable_givesNoTokenAtTheTokenEndpoint() throws IOException {
    breakAudit();
    for (String target : new String[] {"", "&audience=entra"}) {
      HttpRequest.Builder request =
          vault
              .request("/oauth2/token")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("Authorization", basic("ci"))
              .POST(BodyPublishers.ofString("grant_type=client_credentials" + target));
      JsonNode error = json(503, vault.send(request));
      assertThat(error.path("error").asText()).isEqualTo("temporarily_unavailable");
      assertThat(error.has("access_token")).isFalse();
    }
  }

  @Test
  void readiness_whileUnwritable_is503AndLivenessIsNot() throws IOException {
    json(200, health("GET", "/health/ready"));
    breakAudit();
    unavailable(vault.send("GET", "/v1/kinds", basic("ci"), ""));
    assertThat(json(503, health("GET", "/health/ready")).path("status").asText())
        .isEqualTo("audit-unavailable");
    assertThat(health("HEAD", "/health/ready").statusCode()).isEqualTo(503);
    json(200, health("GET", "/health/live"));
    mend();
    json(200, health("GET", "/health/ready"));
  }

  /** Something else is where the file was. */
  private void breakAudit() throws IOException {
    Files.move(audit, audit.resolveSibling("moved"));
    Files.createDirectory(audit);
  }

  private void mend() throws IOException {
    Files.delete(audit);
    clock.advance(Duration.ofSeconds(1));
  }

  private static void unavailable(HttpResponse<String> answer) {
    JsonNode problem = json(503, answer);
    assertThat(problem.path("type").asText()).isEqualTo("urn:tokenward:problem:audit-unavailable");
    assertThat(problem.path("nextStep").asText()).isNotBlank();
  }

  private HttpResponse<String> health(String method, String path) {
    return vault.send(vault.request(path).method(method, BodyPublishers.noBody()));
  }

  private HttpResponse<String> post(String path) {
    return vault.send("POST", path, basic("ci"), "");
  }
}
