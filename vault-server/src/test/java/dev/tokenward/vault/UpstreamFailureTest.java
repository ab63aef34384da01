package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.FakeClock;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.http.Fault;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When Entra ID is away, asks for a pause or refuses: what callers are told, and still get. */
@ExtendWith(EmulatorExtension.class)
class UpstreamFailureTest {

  private static final String ENDPOINT = "/contoso.example/oauth2/v2.0/token";

  private final FakeClock clock = new FakeClock();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  @TempDir private Path folder;
  private Emulator emulator;
  private TestVault vault;

  @BeforeEach
  void start(Emulator shared) {
    emulator = shared;
    emulator.clock(clock);
    vault = start(UnaryOperator.identity());
  }

  private TestVault start(UnaryOperator<String> change) {
    return TestVault.start(
        emulator, folder, clock.runtime(TestVault.NO_OTHER_WAY_OUT, threads), change);
  }

  @AfterEach
  void stop() {
    emulator.reset();
    vault.close();
    threads.shutdownNow();
  }

  @Test
  void claimsChallenge_ofAProxiedRequest_isAnsweredOnceAndTheTokenKept() {
    emulator.devOps().organization("acme", "contoso.example").requireContext("c1");
    for (int request = 0; request < 3; request++) {
      HttpResponse<String> answer =
          vault.send("GET", "/proxy/entra/acme/_apis/projects", basic("ci"), "");
      assertThat(answer.statusCode()).isEqualTo(200);
    }
    assertThat(emulator.requests("POST", ENDPOINT)).isEqualTo(2);
  }

  @Test
  void identityProvider_away_is502AndNotAskedAgainForEveryCaller() throws Exception {
    emulator.fail(Fault.drop().on(ENDPOINT));
    HttpResponse<String> answer = afterTwoPauses();
    JsonNode problem = problem(502, "upstream-unreachable", answer);
    assertThat(problem.path("detail").asText()).contains("entra");
    int requests = emulator.requests("POST", ENDPOINT);
    HttpResponse<String> next = token();
    problem(502, "upstream-unreachable", next);
    assertThat(next.headers().firstValue("Retry-After")).isPresent();
    assertThat(emulator.requests("POST", ENDPOINT)).isEqualTo(requests).isLessThanOrEqualTo(6);
  }

  @Test
  void identityProvider_outOfOrder_is502WithoutItsText() throws Exception {
    emulator.fail(Fault.status(503).body("upstream's own text").on(ENDPOINT));
    HttpResponse<String> answer = afterTwoPauses();
    problem(502, "upstream-unreachable", answer);
    assertThat(answer.body()).doesNotContain("own text");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void identityProvider_askingForAPause_is429UntilThePauseIsOver(int status) {
    emulator.fail(Fault.status(status).header("Retry-After", "7").times(1).on(ENDPOINT));
    HttpResponse<String> answer = token();
    problem(429, "upstream-throttled", answer);
    assertThat(answer.headers().firstValue("Retry-After")).contains("7");
    problem(429, "upstream-throttled", token());
    assertThat(emulator.requests("POST", ENDPOINT)).isEqualTo(1);
    clock.advance(Duration.ofSeconds(7));
    json(200, token());
  }

  @Test
  void identityProvider_hanging_isGivenUpInTime() throws Exception {
    emulator.fail(Fault.hang().on(ENDPOINT));
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(this::token, threads);
    emulator.awaitRequests("POST", ENDPOINT, 1);
    clock.awaitPending(2);
    clock.advance(Duration.ofSeconds(30));
    JsonNode problem = json(answer.get().statusCode(), answer.get());
    assertThat(answer.get().statusCode()).isIn(502, 504);
    assertThat(problem.path("nextStep").asText()).isNotBlank();
  }

  @Test
  void credential_refused_is502WithCauseAndNextStep() throws IOException {
    vault.close();
    Files.writeString(folder.resolve("wrong"), "no-secret-of-this-app");
    vault = start(config -> config.replace("file:app-secret", "file:wrong"));
    HttpResponse<String> answer = token();
    JsonNode problem = problem(502, "upstream-refused", answer);
    assertThat(problem.path("cause").asText()).isEqualTo("AADSTS7000215");
    assertThat(problem.path("nextStep").asText()).contains("Value");
    JsonNode record = vault.audit().get(vault.audit().size() - 1);
    assertThat(record.path("outcome").asText()).isEqualTo("failed");
    assertThat(record.path("detail").asText()).isEqualTo("rejected");
    assertThat(record.path("trace")).isEqualTo(problem.path("traceId"));
    JsonNode error = json(502, oauth());
    assertThat(error.path("error").asText()).isEqualTo("server_error");
    assertThat(error.path("error_description").asText()).contains("AADSTS7000215");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>sign in</html>", "{}", "[]", "{\"access_token\":7}", ""})
  void identityProvider_answeringNonsense_is502(String body) {
    emulator.fail(Fault.status(200).body(body).on(ENDPOINT));
    JsonNode problem = problem(502, "upstream-unreachable", token());
    assertThat(problem.toString()).doesNotContain("sign in<");
  }

  @Test
  void heldToken_whileTheIdentityProviderIsAway_isServed() throws Exception {
    JsonNode first = json(200, token());
    emulator.fail(Fault.drop().on(ENDPOINT));
    for (int minutes = 0; minutes < 55; minutes += 5) {
      clock.advance(Duration.ofMinutes(5));
      assertThat(json(200, token()).path("access_token")).isEqualTo(first.path("access_token"));
    }
  }

  @Test
  void tokenEndpoint_whileThrottled_saysHowLong() {
    emulator.fail(Fault.status(429).header("Retry-After", "7").on(ENDPOINT));
    HttpResponse<String> answer = oauth();
    assertThat(json(429, answer).path("error").asText()).isEqualTo("temporarily_unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).contains("7");
  }

  @Test
  void test_whileTheIdentityProviderRefuses_isAReportAndNoFailure() {
    emulator.fail(Fault.status(429).header("Retry-After", "7").on(ENDPOINT));
    JsonNode report = json(200, vault.send("POST", "/v1/credentials/entra/test", basic("ci"), ""));
    assertThat(report.path("ok").asBoolean()).isFalse();
    assertThat(report.path("nextStep").asText()).isNotBlank();
  }

  /** The answer to a caller that waits through all attempts of the grant. */
  private HttpResponse<String> afterTwoPauses() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(this::token, threads);
    for (int pause = 0; pause < 2; pause++) {
      // The limits of the grant and of its caller, and the pause itself.
      clock.awaitPending(3);
      clock.advance(Duration.ofSeconds(1));
    }
    return answer.get();
  }

  private HttpResponse<String> token() {
    return vault.send("POST", "/v1/credentials/entra/token", basic("ci"), "");
  }

  private HttpResponse<String> oauth() {
    HttpRequest.Builder request =
        vault
            .request("/oauth2/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", basic("ci"))
            .POST(BodyPublishers.ofString("grant_type=client_credentials&audience=entra"));
    return vault.send(request);
  }

  private static JsonNode problem(int status, String type, HttpResponse<String> answer) {
    JsonNode problem = json(status, answer);
    assertThat(problem.path("type").asText()).isEqualTo("urn:tokenward:problem:" + type);
    assertThat(problem.path("nextStep").asText()).isNotBlank();
    return problem;
  }
}
