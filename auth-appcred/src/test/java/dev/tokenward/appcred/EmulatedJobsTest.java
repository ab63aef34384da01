package dev.tokenward.appcred;

import static dev.tokenward.appcred.Emulated.failure;
import static dev.tokenward.appcred.Emulated.grants;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.http.Fault;
import dev.tokenward.testkit.pipelines.Job;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An app that the build service speaks for in whose job the program runs. */
@ExtendWith(EmulatorExtension.class)
class EmulatedJobsTest {

  private static final String TENANT = "contoso.onmicrosoft.com";

  private final FakeClock clock = new FakeClock();

  private Emulator emulator;
  private EntraApp app;
  private HttpSender tls;

  @BeforeEach
  void register(Emulator entra) {
    emulator = entra;
    emulator.clock(clock);
    app = emulator.entra().app(TENANT);
    tls = Emulated.tls(emulator);
  }

  @Test
  void token_gitHubActions_isGranted() {
    Job job = emulator.pipelines().gitHub("repo:acme/site:ref:refs/heads/main");
    app.trust(job.issuer(), job.subject());
    isGranted(AppCredentials.githubActions(authority(), app.clientId(), job.environment()));
    assertThat(emulator.requests("GET", "/idtoken")).isOne();
  }

  @Test
  void token_azurePipelines_isGranted() {
    Job job = emulator.pipelines().azure("acme", "connection-1");
    app.trust(job.issuer(), job.subject());
    isGranted(
        AppCredentials.azurePipelines(
            authority(), app.clientId(), "connection-1", job.environment()));
    assertThat(emulator.requests("POST", "/oidctoken")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"})
  void githubActions_variableNotSet_isNamed(String variable) {
    Map<String, String> job = new HashMap<>(emulator.pipelines().gitHub("s").environment());
    job.remove(variable);
    assertThatThrownBy(() -> AppCredentials.githubActions(authority(), "id", job))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining(variable);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SYSTEM_OIDCREQUESTURI", "SYSTEM_ACCESSTOKEN"})
  void azurePipelines_variableNotSet_isNamed(String variable) {
    Map<String, String> job = new HashMap<>(emulator.pipelines().azure("acme", "c").environment());
    job.put(variable, " ");
    assertThatThrownBy(() -> AppCredentials.azurePipelines(authority(), "id", "c", job))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining(variable);
  }

  @ParameterizedTest
  @CsvSource({
    "401, REJECTED, id-token: write",
    "403, REJECTED, id-token: write",
    "302, REJECTED, id-token: write",
    "429, THROTTLED, let fewer jobs run at once",
    "503, UNREACHABLE, Wait",
    "200, REJECTED, id-token: write",
  })
  void token_buildServiceThatDoesNotSay_isTold(int status, Reason reason, String advice) {
    emulator.fail(Fault.status(status).body("{\"message\":\"no\"}").on("/idtoken"));
    Job job = emulator.pipelines().gitHub("repo:acme/site:ref:refs/heads/main");

    TokenException failure = bare(job);

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.nextStep()).contains(advice);
    assertThat(grants(emulator)).isZero();
  }

  @Test
  void token_buildServiceOutOfReach_isNamed() {
    emulator.fail(Fault.drop().on("/idtoken"));

    TokenException failure = bare(emulator.pipelines().gitHub("s"));

    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure.nextStep()).contains(emulator.url());
  }

  /** Without the engine, which would try again. */
  private TokenException bare(Job job) {
    Map<String, String> fields = new HashMap<>();
    fields.put("tenant", authority());
    fields.put("clientId", app.clientId());
    fields.put("assertionFrom", "github-actions");
    fields.put("requestUrl", variable(job, "ACTIONS_ID_TOKEN_REQUEST_URL"));
    String token = variable(job, "ACTIONS_ID_TOKEN_REQUEST_TOKEN");
    return catchThrowableOfType(
        TokenException.class,
        () ->
            new FederatedProvider()
                .open(
                    new Credential(
                        "ado-app",
                        AppCredentials.FEDERATED,
                        fields,
                        Map.of("requestToken", Secret.of(token))),
                    clock.runtime(tls))
                .token());
  }

  @Test
  void token_azurePipelinesThatShowsItsSignInPage_isTold() {
    Job job = emulator.pipelines().azure("acme", "c");
    Map<String, String> other = new HashMap<>(job.environment());
    other.put("SYSTEM_ACCESSTOKEN", "another");
    try (CachingTokenSource source =
        AppCredentials.azurePipelines(authority(), app.clientId(), "c", other)
            .runtime(clock.runtime(tls))
            .open()) {
      TokenException failure = failure(source);

      assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
      assertThat(failure.nextStep()).contains("SYSTEM_ACCESSTOKEN: $(System.AccessToken)");
    }
  }

  private void isGranted(AppCredentials.Builder builder) {
    try (CachingTokenSource source = builder.runtime(clock.runtime(tls)).open()) {
      assertThat(source.token().authorization()).startsWith("Bearer ey");
    }
  }

  private static String variable(Job job, String name) {
    return job.environment().getOrDefault(name, "");
  }

  private String authority() {
    return emulator.authority(TENANT);
  }
}
