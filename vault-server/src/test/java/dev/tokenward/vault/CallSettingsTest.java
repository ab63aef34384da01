package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.devops.Cause;
import dev.tokenward.testkit.devops.Refusal;
import dev.tokenward.testkit.http.Fault;
import dev.tokenward.testkit.http.RecordedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How Azure DevOps is called with a credential, and what the test of its connection finds. */
class CallSettingsTest {

  private static final String SECRET = "secret-of-the-app-in-entra";
  private static final String CONNECTION_DATA = "/_apis/connectionData";

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();
  private final FakeClock clock = new FakeClock();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Team team;

  /** Whoever pauses between two calls lets the time pass; what merely bounds a call does not. */
  private Runnable after(Duration delay, Runnable task) {
    if (!pauses()) {
      return clock.after(delay, task);
    }
    clock.advance(delay);
    task.run();
    return () -> {};
  }

  private static boolean pauses() {
    return StackWalker.getInstance()
        .walk(frames -> frames.limit(4).anyMatch(each -> each.getMethodName().equals("pause")));
  }

  @BeforeEach
  void start() {
    TokenRuntime system = TokenRuntime.system();
    emulator.clock(clock);
    team =
        Team.of(
            emulator,
            folder,
            new TokenRuntime(
                clock, clock::ticks, system.random(), system.http(), Runnable::run, this::after),
            UnaryOperator.identity());
    team.app("entra", SECRET);
  }

  @AfterEach
  void stop() {
    team.close();
    emulator.close();
  }

  private JsonNode set(Map<String, String> fields) {
    return json(200, team.admin("PATCH", "/v1/credentials/entra", Map.of("fields", fields)));
  }

  private JsonNode test() {
    return json(200, team.admin("POST", "/v1/credentials/entra/test", ""));
  }

  private int asked() {
    return emulator.requests("GET", CONNECTION_DATA);
  }

  @Test
  void test_throttledFiveTimes_waitsTwiceAsLongEachTimeAndSucceeds() {
    emulator.fail(Fault.status(429).times(5).on(CONNECTION_DATA));
    assertThat(test().path("ok").asBoolean()).isTrue();
    assertThat(asked()).isEqualTo(6);
    assertThat(waits()).containsExactly(1L, 2L, 4L, 8L, 16L);
  }

  /** The seconds between one request and the next. */
  private List<Long> waits() {
    List<RecordedRequest> sent =
        emulator.requests().stream().filter(each -> each.path().endsWith(CONNECTION_DATA)).toList();
    return IntStream.range(1, sent.size())
        .mapToObj(i -> Duration.between(sent.get(i - 1).at(), sent.get(i).at()).toSeconds())
        .toList();
  }

  @Test
  void test_retryAfterLonger_isObeyedAndEndsWithTheCause() {
    emulator.fail(Fault.rateLimited(Duration.ofSeconds(15)).on(CONNECTION_DATA));
    JsonNode report = test();
    assertThat(report.path("ok").asBoolean()).isFalse();
    assertThat(report.path("detail").asText()).isEqualTo("The organization acme asks for a pause");
    assertThat(report.path("cause").asText()).isEqualTo("TF400733");
    assertThat(waits()).containsExactly(15L, 15L, 15L);
  }

  @Test
  void test_ofACredentialThatRepeatsNothing_asksOnce() {
    set(Map.of("retryMode", "None"));
    emulator.fail(Fault.status(429).on(CONNECTION_DATA));
    assertThat(test().path("ok").asBoolean()).isFalse();
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void test_statusOfTheList_isRepeatedAsOftenAsSaid() {
    set(
        Map.of(
            "retryStatusCodeList", "429,503",
            "retryCountMax", "2",
            "retryMultiplyWaitTime", "false"));
    emulator.fail(Fault.status(503).on(CONNECTION_DATA));
    assertThat(test().path("ok").asBoolean()).isFalse();
    assertThat(waits()).containsExactly(1L, 1L);
  }

  @Test
  void test_apiVersionAndDefaultProject_areUsed() {
    emulator.devOps().organization("acme", "contoso.example").project("Web Shop");
    set(Map.of("apiVersion", "7.1", "project", "Web Shop"));
    JsonNode report = test();
    assertThat(report.path("ok").asBoolean()).as(report.toString()).isTrue();
    assertThat(report.path("detail").asText()).contains("has the project");
    assertThat(emulator.requests().stream().map(RecordedRequest::query))
        .contains("api-version=7.1-preview", "api-version=7.1");

    set(Map.of("project", "Webb"));
    JsonNode missing = test();
    assertThat(missing.path("ok").asBoolean()).isFalse();
    assertThat(missing.path("detail").asText()).contains("no such project", "Webb");
    assertThat(missing.path("cause").asText()).isEqualTo("TF200016");
  }

  @ParameterizedTest
  @CsvSource({
    "retryMode, sometimes, RetryWhenStatusCodeMatch",
    "retryCountMax, 100, from 0 to 10",
    "retryStatusCodeList, all, '429,503'",
    "apiVersion, newest, 7.1-preview",
  })
  void change_toAWrongValue_is400WithTheFieldAndWhatToWrite(
      String field, String value, String said) {
    JsonNode problem =
        json(
            400,
            team.admin("PATCH", "/v1/credentials/entra", Map.of("fields", Map.of(field, value))));
    assertThat(problem.path("field").asText()).isEqualTo("fields." + field);
    assertThat(problem.path("detail").asText()).contains(said);
  }

  @Test
  void tenant_givenAsTheTokenUrl_isTakenApart() {
    Map<String, String> fields =
        new TreeMap<>(
            Map.of("tenant", emulator.authority("contoso.example") + "/oauth2/v2.0/token"));
    json(
        200,
        team.admin(
            "PATCH",
            "/v1/credentials/entra",
            Map.of("fields", fields, "secrets", Map.of("clientSecret", SECRET))));
    assertThat(test().path("ok").asBoolean()).isTrue();
  }

  @Test
  void test_tellsOfTheTokenAndNeverTheToken() {
    JsonNode report = test();
    JsonNode token = report.path("token");
    assertThat(token.path("id").asText()).matches("[0-9a-f]{8}");
    assertThat(token.path("expires_at").asText())
        .isEqualTo(clock.instant().plusSeconds(3599).toString());
    assertThat(token.path("issuer").asText()).startsWith("https://sts.windows.net/");
    assertThat(token.path("audience").asText()).contains("visualstudio.com");
    assertThat(token.path("subject").asText()).isNotEmpty();
    assertThat(report.toString()).doesNotContain("eyJ").doesNotContain(SECRET);
  }

  @ParameterizedTest
  @EnumSource(
      value = Refusal.class,
      names = {"CLAIMS_CHALLENGE", "BRANCH_POLICY"},
      mode = EnumSource.Mode.EXCLUDE)
  void test_ofAStranger_saysWhyAndWhatToDo_inEveryShape(Refusal shape) {
    emulator.devOps().reset();
    emulator.devOps().organization("acme", "contoso.example").refuse(Cause.NO_MEMBER, shape);
    JsonNode report = test();
    assertThat(report.path("ok").asBoolean()).isFalse();
    assertThat(report.path("detail").asText()).startsWith("The organization acme ");
    assertThat(report.path("nextStep").asText()).endsWith(".");
    assertThat(report.toString()).doesNotContain("authorized to access this resource");
  }

  @Test
  void test_ofAnAppThatWasNotAdded_saysWhereToAddIt() {
    emulator.devOps().reset();
    emulator.devOps().organization("acme", "contoso.example");
    JsonNode report = test();
    assertThat(report.path("detail").asText()).contains("knows whose token this is");
    assertThat(report.path("cause").asText()).isEqualTo("TF400813");
    assertThat(report.path("nextStep").asText()).contains("Organization settings > Users");
  }
}
