package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.http.Fault;
import dev.tokenward.testkit.http.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was changed is so for whatever comes after the answer, and for what goes on. */
@Timeout(120)
class ChangesMeanwhileTest {

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private CanaryHost server;
  private Team team;

  @BeforeEach
  void start() throws IOException {
    Path trust = folder.resolve("trust.pem");
    Files.copy(emulator.trustAnchor(), trust);
    server = new CanaryHost(trust);
    team =
        Team.of(
            emulator,
            folder,
            TokenRuntime.system(),
            config ->
                config
                    .replace("allow: [", "allow: [\"127.0.0.1:" + server.port() + "\", ")
                    .replaceAll("trustStore: .*", "trustStore: " + trust));
    team.caller("ci");
  }

  @AfterEach
  void stop() {
    team.close();
    server.close();
    emulator.close();
    threads.shutdownNow();
  }

  @Test
  void secret_replacedUnderLoad_isNotUsedAfterTheAnswer() throws Exception {
    String old = team.pat("ado");
    String next = emulator.devOps().issuePat("acme", "vso.code");
    AtomicReference<String> phase = new AtomicReference<>("before");
    CountDownLatch before = new CountDownLatch(20);
    CountDownLatch after = new CountDownLatch(100);
    List<Future<?>> loops = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      loops.add(
          threads.submit(
              () -> {
                while (after.getCount() > 0) {
                  String now = phase.get();
                  assertThat(proxiedIn(now)).isEqualTo(200);
                  (now.equals("before") ? before : after).countDown();
                }
              }));
    }
    before.await();
    json(200, team.admin("PATCH", "/v1/credentials/ado", Map.of("secrets", Map.of("token", next))));
    phase.set("after");
    for (Future<?> each : loops) {
      each.get();
    }
    assertThat(sentIn("before")).contains(basic("", old));
    assertThat(sentIn("after")).isNotEmpty().containsOnly(basic("", next));
  }

  private int proxiedIn(String phase) {
    return team.vault()
        .send(
            team.vault()
                .request("/proxy/ado/acme/_apis/connectionData")
                .header("X-Phase", phase)
                .header("Authorization", basic("admin")))
        .statusCode();
  }

  private List<String> sentIn(String phase) {
    return emulator.requests().stream()
        .filter(each -> each.header("X-Phase").filter(phase::equals).isPresent())
        .map((RecordedRequest each) -> each.header("Authorization").orElse(""))
        .toList();
  }

  @Test
  void changes_ofOneRecordAtOnce_areOne() throws Exception {
    team.pat("ado");
    String tag =
        team.admin("GET", "/v1/credentials/ado", "").headers().firstValue("ETag").orElseThrow();
    CountDownLatch together = new CountDownLatch(1);
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String body = "{\"description\":\"number " + i + "\"}";
      answers.add(
          threads.submit(
              () -> {
                together.await();
                return patched(body, tag);
              }));
    }
    together.countDown();
    List<Integer> statuses = new ArrayList<>();
    for (Future<Integer> each : answers) {
      statuses.add(each.get());
    }
    assertThat(Collections.frequency(statuses, 200)).isEqualTo(1);
    assertThat(Collections.frequency(statuses, 412)).isEqualTo(7);
  }

  private int patched(String body, String tag) {
    return team.vault()
        .send(
            team.vault()
                .request("/v1/credentials/ado")
                .method("PATCH", BodyPublishers.ofString(body))
                .header("If-Match", tag)
                .header("Authorization", basic("admin")))
        .statusCode();
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /v1/credentials/slow",
    "POST, /v1/credentials/slow/freeze",
    "POST, /v1/callers/ci/freeze",
    "DELETE, /v1/callers/ci",
    "DELETE, /v1/policies/ci",
    "POST, /v1/freeze"
  })
  void download_ofWhatWasEnded_isCutAtTheNextChunk(String method, String path) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    server.answer(
        (request, response, callback) -> {
          try (OutputStream out = Content.Sink.asOutputStream(response)) {
            out.write("first".getBytes(UTF_8));
            out.flush();
            ended.await();
            out.write("second".getBytes(UTF_8));
          }
          callback.succeeded();
          return true;
        });
    slowCredential();
    team.policy("ci", "ci", "slow", List.of("proxy"));
    HttpResponse<InputStream> answer =
        HttpClient.newHttpClient()
            .send(
                team.vault()
                    .request("/proxy/slow/acme/_apis/projects")
                    .header("Authorization", team.authorization("ci"))
                    .build(),
                BodyHandlers.ofInputStream());
    StringBuilder read = new StringBuilder();
    try (InputStream body = answer.body()) {
      read.append(new String(body.readNBytes(5), UTF_8));
      json(200, team.admin(method, path, ""));
      ended.countDown();
      read.append(new String(body.readAllBytes(), UTF_8)).append(" and its end");
    } catch (IOException e) {
      assertThat(read).hasToString("first");
    }
    assertThat(read).hasToString("first");
  }

  private void slowCredential() {
    Map<String, Object> body =
        Map.of(
            "name",
            "slow",
            "kind",
            "azure-devops-pat",
            "fields",
            Map.of("organization", server.url() + "/acme"),
            "secrets",
            Map.of("token", "any-token-at-all"));
    json(201, team.admin("POST", "/v1/credentials", body));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/callers/ci/freeze",
    "DELETE, /v1/callers/ci",
    "DELETE, /v1/policies/ci",
    "POST, /v1/credentials/app/freeze",
    "DELETE, /v1/credentials/app",
    "POST, /v1/freeze"
  })
  void token_onItsWayFromUpstream_isNotGivenToWhomItWasForbiddenMeanwhile(
      String method, String path) throws Exception {
    team.app("app", "secret-of-the-app-in-entra");
    team.policy("ci", "ci", "app", List.of("token"));
    CountDownLatch release = new CountDownLatch(1);
    emulator.fail(Fault.delay(release).on("/oauth2/v2.0/token"));
    CompletableFuture<HttpResponse<String>> asked =
        CompletableFuture.supplyAsync(
            () -> team.as("ci", "POST", "/v1/credentials/app/token", ""), threads);
    emulator.awaitRequests("POST", "/oauth2/v2.0/token", 1);
    json(200, team.admin(method, path, ""));
    release.countDown();
    assertThat(asked.get().body()).doesNotContain("access_token");
    assertThat(asked.get().statusCode()).isBetween(400, 503);
  }

  @Test
  void sequences_ofFreezeAndUnfreezeAtOnce_leaveMemoryAndStoreOfOneMind() throws Exception {
    team.pat("ado");
    for (int round = 0; round < 20; round++) {
      List<Callable<Integer>> both =
          List.of(
              () -> team.admin("POST", "/v1/credentials/ado/freeze", "").statusCode(),
              () -> team.admin("POST", "/v1/credentials/ado/unfreeze", "").statusCode());
      for (Future<Integer> each : threads.invokeAll(both)) {
        assertThat(each.get()).isEqualTo(200);
      }
    }
    String now = json(200, team.admin("GET", "/v1/credentials/ado", "")).path("status").asText();
    team.restart();
    assertThat(json(200, team.admin("GET", "/v1/credentials/ado", "")).path("status").asText())
        .isEqualTo(now);
  }
}
