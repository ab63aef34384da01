package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.FakeClock;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** S23: requests that prove nothing are on record, counted, beside the chain. */
@ExtendWith(EmulatorExtension.class)
class UnprovenRequestsTest {

  private final FakeClock clock = new FakeClock();
  private TestVault vault;

  @BeforeEach
  void start(Emulator emulator, @TempDir Path folder) {
    emulator.clock(clock);
    vault = TestVault.start(emulator, folder, clock.runtime(TestVault.NO_OTHER_WAY_OUT));
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @Test
  void refusals_ofEverySurface_areCountedWithoutWhatWasSent() throws IOException {
    String guess = "guessed-" + System.identityHashCode(this);
    json(401, vault.send("GET", "/v1/leases/sought", basic("ci", guess), ""));
    json(401, vault.send("GET", "/v1/kinds", "Bearer " + guess, ""));
    json(401, vault.send("GET", "/proxy/ado/acme/sought", basic("mallory", guess), ""));
    json(401, token("client_id=app&client_secret=" + guess));
    assertThat(vault.raw("GET /sought HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
    assertThat(vault.audit()).isEmpty();

    clock.advance(Duration.ofMinutes(1));

    assertThat(refusals())
        .extracting(
            each -> each.path("reason").asText(),
            each -> each.path("count").asLong(),
            each -> each.path("names").toString())
        .containsExactly(
            tuple("api-unauthenticated", 2L, "[\"ci\"]"),
            tuple("proxy-unauthenticated", 1L, "[\"mallory\"]"),
            tuple("client-unauthenticated", 1L, "[\"app\"]"),
            tuple("misdirected", 1L, ""));
    assertThat(refusals()).allMatch(each -> each.path("address").asText().equals("127.0.0.1"));
    assertThat(Files.readString(file())).doesNotContain(guess, "sought", "evil");
    assertThat(vault.audit()).as("nothing in the chain").isEmpty();
  }

  @Test
  void refusals_notesCannotBeWritten_nobodyElseNotices() throws IOException {
    Files.createDirectory(file());
    json(401, vault.send("GET", "/v1/kinds", basic("ci", "wrong"), ""));

    clock.advance(Duration.ofMinutes(1));

    json(200, vault.send("GET", "/v1/kinds", basic("ci"), ""));
    json(200, vault.send("GET", "/health/ready", basic("ci"), ""));
    assertThat(vault.audit()).hasSize(1);
  }

  @Test
  void refusals_vaultStops_areWrittenBefore() throws IOException {
    json(401, vault.send("GET", "/v1/kinds", basic("ci", "wrong"), ""));

    vault.component().refusals().close();

    assertThat(refusals()).hasSize(1);
  }

  private HttpResponse<String> token(String form) {
    return vault.send(
        vault
            .request("/oauth2/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("grant_type=client_credentials&" + form)));
  }

  private Path file() {
    return vault.file("audit-refusals.jsonl");
  }

  private List<JsonNode> refusals() throws IOException {
    return Files.readAllLines(file()).stream().map(TestVault::json).toList();
  }
}
