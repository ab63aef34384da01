package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.azuredevops.RetryPolicy;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.devops.Organization;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.EntraError;
import dev.tokenward.testkit.http.Fault;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets, to an Azure DevOps that refuses in every way it knows. */
@ExtendWith(EmulatorExtension.class)
class AuthorizedHttpClientTest {

  private static final String PROJECTS = "/_apis/projects";

  /** A token refused in every way that Azure DevOps has. */
  static final List<Fault> REFUSALS =
      List.of(
          Fault.status(401),
          Fault.signInPage(),
          Fault.redirect("https://spsprodweu1.vssps.visualstudio.com/_signin?x=1"));

  private Emulator emulator;
  private Organization acme;
  private EntraApp app;
  private HttpClient plain;
  private CachingTokenSource source;
  private AuthorizedHttpClient client;

  @BeforeEach
  void open(Emulator started) {
    emulator = started;
    app = emulator.entra().app("contoso.example");
    acme = emulator.devOps().organization("acme", "contoso.example").addServicePrincipal(app);
    acme.project("web");
    plain = HttpClient.newBuilder().sslContext(emulator.sslContext()).build();
    TokenRuntime runtime = TokenRuntime.system().withHttp(HttpSender.over(plain));
    source =
        around(
            new ClientCredentialsByHand(emulator.authority("contoso.example"), app, runtime),
            runtime);
    client = new AuthorizedHttpClient(source, plain);
  }

  private static CachingTokenSource around(TokenSource kind, TokenRuntime runtime) {
    return CachingTokenSource.around(
        "devops", kind, runtime, CacheSettings.DEFAULT, TokenListener.NONE);
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void send_setsTheHeader_inPlaceOfTheRequestsOwn() throws Exception {
    HttpRequest request = get().setHeader("authorization", "Basic b2xkOm9sZA==").build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"name\":\"web\"");
    assertThat(sent()).isEqualTo(1);
  }

  @ParameterizedTest
  @FieldSource("REFUSALS")
  void send_tokenRefused_isSentOnceMoreWithAnother(Fault refusal) throws Exception {
    AccessToken refused = source.token();
    emulator.fail(refusal.times(1).on(PROJECTS));
    assertThat(client.send(get().build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(authorizations()).hasSize(2).doesNotHaveDuplicates();
    assertThat(authorizations().get(0)).isEqualTo(refused.authorization());
    assertThat(grants()).isEqualTo(2);
  }

  @ParameterizedTest
  @FieldSource("REFUSALS")
  void sendAsync_tokenRefused_isSentOnceMoreWithAnother(Fault refusal) {
    emulator.fail(refusal.times(1).on(PROJECTS));
    assertThat(client.sendAsync(get().build(), BodyHandlers.ofString()).join().statusCode())
        .isEqualTo(200);
    assertThat(authorizations()).hasSize(2).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @FieldSource("REFUSALS")
  void send_everyTokenRefused_returnsTheSecondAnswer(Fault refusal) throws Exception {
    emulator.fail(refusal.on(PROJECTS));
    assertThat(client.send(get().build(), BodyHandlers.ofString()).statusCode())
        .isIn(401, 203, 302);
    assertThat(sent()).isEqualTo(2);
    client.send(get().build(), BodyHandlers.ofString());
    assertThat(sent()).as("within 30 seconds no other token is to be had").isEqualTo(3);
    assertThat(grants()).isEqualTo(2);
  }

  @Test
  @Rule(12)
  void send_claimsChallenge_isAnsweredByATokenWithTheClaims() throws Exception {
    source.token();
    acme.requireContext("c1");
    assertThat(client.send(get().build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(client.send(get().build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(sent()).isEqualTo(3);
    assertThat(grants()).isEqualTo(2);
  }

  @Test
  void send_manyCallersWithOneRefusedToken_causeOneGrant() {
    source.token();
    acme.requireContext("c1");
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 16)
            .mapToObj(i -> client.sendAsync(get().build(), BodyHandlers.ofString()))
            .toList();
    assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
    assertThat(grants()).isEqualTo(2);
  }

  @Test
  void send_bodyOfKnownLength_isSentAgain() throws Exception {
    emulator.fail(Fault.status(401).times(1).on("workitems"));
    assertThat(post(BodyPublishers.ofString(WORK_ITEM)).statusCode()).isEqualTo(200);
    assertThat(emulator.requests("POST", "workitems")).isEqualTo(2);
  }

  @Test
  void send_bodyOfUnknownLength_isSentOnceAndItsRefusalReturned() throws Exception {
    emulator.fail(Fault.status(401).body("refused").times(1).on("workitems"));
    byte[] bytes = WORK_ITEM.getBytes(StandardCharsets.UTF_8);
    BodyPublisher stream = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    assertThat(post(stream).body()).isEqualTo("refused");
    assertThat(post(stream).statusCode()).as("with another token").isEqualTo(200);
    assertThat(emulator.requests("POST", "workitems")).isEqualTo(2);
  }

  @Test
  void send_storedSecretRefused_isSentOnce() throws Exception {
    TokenSource pat = request -> StoredToken.basic("", Secret.of("unknown-pat"));
    emulator.fail(Fault.status(401).body("expired").on(PROJECTS));
    try (CachingTokenSource stored = around(pat, TokenRuntime.system())) {
      HttpResponse<String> answer =
          new AuthorizedHttpClient(stored, plain).send(get().build(), BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("expired");
    }
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void send_refusalBeforeSuccess_neverReachesTheHandler(@TempDir Path folder) throws Exception {
    emulator.fail(Fault.signInPage().body("x".repeat(100_000)).times(1).on(PROJECTS));
    Path file = folder.resolve("projects.json");
    client.send(get().build(), BodyHandlers.ofFile(file));
    assertThat(Files.readString(file)).startsWith("{").doesNotContain("xxx");
  }

  @Test
  void send_answer203OfAProxy_isAnAnswer() throws Exception {
    emulator.fail(
        Fault.status(203).header("Content-Type", "application/json").body("{}").on(PROJECTS));
    assertThat(client.send(get().build(), BodyHandlers.ofString()).body()).isEqualTo("{}");
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void send_redirect_isAnAnswer() throws Exception {
    try (Emulator elsewhere = Emulator.start()) {
      emulator.fail(Fault.redirect(elsewhere.url() + "/take/it").on(PROJECTS));
      assertThat(client.send(get().build(), BodyHandlers.ofString()).statusCode()).isEqualTo(302);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void new_clientThatFollowsRedirects_isRefused() {
    HttpClient follows =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    assertThatThrownBy(() -> new AuthorizedHttpClient(source, follows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Redirect.NEVER");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://dev.azure.com/acme", "http://127.evil.example/", "ws://x.example"})
  void send_withoutTls_isRefusedBeforeATokenIsAskedFor(String url) {
    HttpRequest request = request(url);
    assertThatThrownBy(() -> client.send(request, BodyHandlers.discarding()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> client.sendAsync(request, BodyHandlers.discarding()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(grants()).isZero();
  }

  private static HttpRequest request(String url) {
    try {
      return HttpRequest.newBuilder(URI.create(url)).build();
    } catch (IllegalArgumentException e) {
      // The JDK refuses other schemes by itself.
      return HttpRequest.newBuilder(URI.create("http://x.example")).build();
    }
  }

  @Test
  void send_refusedAndNoOtherToBeHad_saysWhy() {
    source.token();
    app.refuseWith(EntraError.DISABLED_APP);
    emulator.fail(Fault.status(401).on(PROJECTS));
    TokenException failure =
        catchThrowableOfType(
            TokenException.class, () -> client.send(get().build(), BodyHandlers.ofString()));
    assertThat(failure.reason()).isEqualTo(TokenException.Reason.REJECTED);
    assertThat(sent()).isEqualTo(1);
  }

  private static final String WORK_ITEM =
      "[{\"op\":\"add\",\"path\":\"/fields/System.Title\",\"value\":\"A task\"}]";

  private HttpResponse<String> post(BodyPublisher body) throws Exception {
    URI url =
        URI.create(
            emulator.organizationUrl("acme") + "/web/_apis/wit/workitems/$Task?api-version=7.1");
    return client.send(
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json-patch+json")
            .POST(body)
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder get() {
    return HttpRequest.newBuilder(URI.create(emulator.organizationUrl("acme") + PROJECTS));
  }

  private int sent() {
    return emulator.requests("GET", PROJECTS);
  }

  private int grants() {
    return emulator.requests("POST", "/oauth2/v2.0/token");
  }

  private List<String> authorizations() {
    return emulator.requests().stream()
        .filter(request -> request.path().endsWith(PROJECTS))
        .map(request -> request.header("Authorization").orElse(""))
        .toList();
  }

  /**
   * The client in a time that passes as soon as it is waited for, and that says for how long; what
   * bounds a grant is not waited for, and stays as it is.
   */
  private AuthorizedHttpClient impatient(List<Duration> waits) {
    TokenRuntime system = TokenRuntime.system().withHttp(HttpSender.over(plain));
    TokenRuntime runtime =
        new TokenRuntime(
            system.clock(),
            system.ticker(),
            system.random(),
            system.http(),
            system.executor(),
            (delay, task) -> {
              if (delay.compareTo(Duration.ofSeconds(20)) > 0) {
                return system.timer().after(delay, task);
              }
              waits.add(delay);
              task.run();
              return () -> {};
            });
    return new AuthorizedHttpClient(around(r -> source.token(r), runtime), plain);
  }

  private static List<Duration> seconds(int... each) {
    return IntStream.of(each).mapToObj(Duration::ofSeconds).toList();
  }

  @Test
  void retrying_throttled_isSentFiveTimesMoreWithMultipliedWaits() throws Exception {
    List<Duration> waits = new CopyOnWriteArrayList<>();
    AuthorizedHttpClient retrying = impatient(waits).retrying(RetryPolicy.DEFAULT);
    emulator.fail(Fault.status(429).times(5).on(PROJECTS));
    assertThat(retrying.send(get().build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(waits).containsSubsequence(seconds(1, 2, 4, 8, 16));

    emulator.fail(Fault.status(429).times(6).on(PROJECTS));
    assertThat(retrying.send(get().build(), BodyHandlers.ofString()).statusCode()).isEqualTo(429);
    assertThat(sent()).isEqualTo(12);
  }

  @Test
  void retrying_async_waitsAsTheAnswerAsks() {
    List<Duration> waits = new CopyOnWriteArrayList<>();
    AuthorizedHttpClient retrying = impatient(waits).retrying(RetryPolicy.DEFAULT);
    emulator.fail(Fault.rateLimited(Duration.ofSeconds(7)).times(2).on(PROJECTS));
    assertThat(retrying.sendAsync(get().build(), BodyHandlers.ofString()).join().statusCode())
        .isEqualTo(200);
    assertThat(waits).containsSubsequence(seconds(7, 7));
  }

  @Test
  void retrying_whatMayNotBeRepeated_isSentOnce() throws Exception {
    AuthorizedHttpClient retrying =
        impatient(new CopyOnWriteArrayList<>()).retrying(RetryPolicy.DEFAULT);
    emulator.fail(Fault.status(429).on(PROJECTS));
    HttpRequest post = get().POST(BodyPublishers.ofString("{}")).build();
    assertThat(retrying.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(429);
    BodyPublisher stream =
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[] {1}));
    assertThat(retrying.send(get().PUT(stream).build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(429);
    assertThat(client.send(get().build(), BodyHandlers.ofString()).statusCode()).isEqualTo(429);
    assertThat(List.of("POST", "PUT", "GET"))
        .allSatisfy(method -> assertThat(emulator.requests(method, PROJECTS)).isEqualTo(1));
  }
}
