package dev.tokenward.appcred;

import static dev.tokenward.appcred.Emulated.claims;
import static dev.tokenward.appcred.Emulated.failure;
import static dev.tokenward.appcred.Emulated.grants;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.CapturedLog;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.OidcIssuer;
import dev.tokenward.testkit.http.Fault;
import dev.tokenward.testkit.pipelines.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An app that others speak for, the whole way over TLS. */
@ExtendWith(EmulatorExtension.class)
class EmulatedFederatedTest {

  private static final String TENANT = "contoso.onmicrosoft.com";
  private static final String CLUSTER = "https://cluster.example/";
  private static final String POD = "system:serviceaccount:builds:agent";
  private static final String AUDIENCE = "api://AzureADTokenExchange";
  private static final Duration HOUR = Duration.ofHours(1);

  private final FakeClock clock = new FakeClock();

  @TempDir Path folder;
  private Path file;
  private Emulator emulator;
  private EntraApp app;
  private OidcIssuer cluster;
  private HttpSender tls;

  @BeforeEach
  void register(Emulator entra) throws Exception {
    emulator = entra;
    emulator.clock(clock);
    app = emulator.entra().app(TENANT);
    cluster = emulator.entra().issuer(CLUSTER);
    app.trust(cluster, POD);
    tls = Emulated.tls(emulator);
    file = folder.resolve("token");
    put(assertion());
  }

  private String assertion() {
    return cluster.assertion(POD, AUDIENCE, clock.instant(), HOUR);
  }

  private void put(String assertion) throws Exception {
    Files.writeString(file, assertion + "\n");
  }

  @Test
  void token_file_isGranted() {
    try (CachingTokenSource source = open()) {
      assertThat(claims(source.token())).contains("\"appidacr\":\"2\"");
      assertThat(source.token()).isEqualTo(source.token());
    }
    assertThat(grants(emulator)).isOne();
  }

  @Test
  void token_fileReplacedWhileRunning_isGrantedForTheNewOne() throws Exception {
    try (CachingTokenSource source = open()) {
      AccessToken first = source.token();
      clock.advance(HOUR.multipliedBy(2));
      put(assertion());

      assertThat(source.token()).isNotEqualTo(first);
    }
    assertThat(grants(emulator)).isEqualTo(2);
  }

  @Test
  void token_assertionNoLongerTaken_isRefusedUntilTheFileIsReplaced() throws Exception {
    try (CachingTokenSource source = open()) {
      AccessToken first = source.token();
      emulator.clock(() -> clock.instant().plus(HOUR.multipliedBy(2)));
      source.invalidate(first);
      assertThat(failure(source).code()).contains("AADSTS700024");

      put(cluster.assertion(POD, AUDIENCE, emulator.now(), HOUR));
      clock.advance(Duration.ofMinutes(3));
      assertThat(source.token()).isNotEqualTo(first);
    }
  }

  @Test
  void token_fileThatNobodyRenews_isNotSentAndNamed() throws Exception {
    try (CachingTokenSource source = open()) {
      source.token();
      clock.advance(HOUR.multipliedBy(2));
      assertThat(failure(source))
          .hasMessageContaining(file.toString())
          .hasMessageContaining("tokenFile")
          .hasMessageContaining("expired at 2026-11-22T13:00:00Z");
      assertThat(grants(emulator)).isOne();

      put(assertion());
      clock.advance(Duration.ofMinutes(3));
      assertThat(source.token().authorization()).startsWith("Bearer ey");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "another, AADSTS700213, Compare Subject",
    "audience, AADSTS700212, Ask its issuer",
    "issuer, AADSTS700211, Compare Issuer",
    "key, AADSTS700027, publishes the key",
    "early, AADSTS700024, this machine's clock",
  })
  void token_assertionThatIsNotTrusted_saysWhatToCompare(String wrong, String code, String advice)
      throws Exception {
    OidcIssuer other = emulator.entra().issuer("https://other.example/");
    OidcIssuer pretender = emulator.entra().issuer(CLUSTER);
    put(
        Map.of(
                "another", cluster.assertion(POD + "x", AUDIENCE, clock.instant(), HOUR),
                "audience", cluster.assertion(POD, "sts", clock.instant(), HOUR),
                "issuer", other.assertion(POD, AUDIENCE, clock.instant(), HOUR),
                "key", pretender.assertion(POD, AUDIENCE, clock.instant(), HOUR),
                "early", cluster.assertion(POD, AUDIENCE, clock.instant().plus(HOUR), HOUR))
            .getOrDefault(wrong, ""));
    try (CachingTokenSource source = open()) {
      TokenException failure = failure(source);

      assertThat(failure.code()).contains(code);
      assertThat(failure.nextStep()).contains(advice);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "' \n', is empty",
    "not a token, is no assertion",
    "a.b, is no assertion",
    "e30.!.c2ln, is no assertion",
    "e30.YSBrZXk.c2ln, is no assertion",
    "e30.e30.c2ln, is no assertion",
  })
  void token_fileWithoutAssertion_isNotSentAndNamed(String content, String what) throws Exception {
    put(content);
    try (CachingTokenSource source = open()) {
      TokenException failure = failure(source);

      assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
      assertThat(failure)
          .hasMessageContaining(file.toString())
          .hasMessageContaining(what)
          .cause()
          .hasNoCause();
    }
    assertThat(grants(emulator)).isZero();
  }

  @Test
  void token_fileThatIsNotThere_isNamed() throws Exception {
    Files.delete(file);
    try (CachingTokenSource source = open()) {
      assertThat(failure(source)).hasMessageContaining(file + ", tokenFile of");
    }
  }

  @Test
  void token_workloadIdentity_isGranted() {
    Map<String, String> pod =
        Map.of(
            "AZURE_TENANT_ID",
            TENANT,
            "AZURE_CLIENT_ID",
            app.clientId(),
            "AZURE_FEDERATED_TOKEN_FILE",
            file.toString(),
            "AZURE_AUTHORITY_HOST",
            emulator.url() + "/");
    isGranted(AppCredentials.workloadIdentity(pod));
  }

  @Test
  void token_supplier_isAskedAtEachGrant() {
    int[] asked = {0};
    Supplier<String> supplier =
        () -> {
          asked[0]++;
          return assertion();
        };
    try (CachingTokenSource source =
        AppCredentials.federated(authority(), app.clientId(), supplier)
            .runtime(clock.runtime(tls))
            .open()) {
      source.token();
      clock.advance(HOUR.multipliedBy(2));
      source.token();
    }
    assertThat(asked[0]).isEqualTo(2);
  }

  private void isGranted(AppCredentials.Builder builder) {
    try (CachingTokenSource source = builder.runtime(clock.runtime(tls)).open()) {
      assertThat(source.token().authorization()).startsWith("Bearer ey");
    }
  }

  @Test
  void token_supplierThatReturnsNothing_isNamed() {
    assertThat(supplied(() -> "")).hasMessageContaining("supplier").hasMessageEndingWith("empty");
  }

  @Test
  void token_supplierThatFails_isNamedWithoutWhatItSaid() {
    LeakProbe probe = new LeakProbe();
    String words = probe.canary("words");

    TokenException failure =
        supplied(
            () -> {
              throw new IllegalStateException(words);
            });

    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure).hasMessageContaining("java.lang.IllegalStateException");
    probe.see("exception", failure).assertClean();
  }

  @Test
  void token_supplierThatRefuses_keepsItsOwnFailure() {
    TokenException own = new TokenException(Reason.DENIED, "Not today", "Ask tomorrow.");
    assertThat(
            supplied(
                () -> {
                  throw own;
                }))
        .hasMessage("Not today");
  }

  private TokenException supplied(Supplier<String> supplier) {
    try (CachingTokenSource source =
        AppCredentials.federated(authority(), app.clientId(), supplier)
            .runtime(clock.runtime(tls))
            .open()) {
      return failure(source);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE"})
  void workloadIdentity_variableNotSet_isNamed(String variable) {
    Map<String, String> pod = new HashMap<>();
    pod.put("AZURE_TENANT_ID", TENANT);
    pod.put("AZURE_CLIENT_ID", "id");
    pod.put("AZURE_FEDERATED_TOKEN_FILE", "token");
    pod.remove(variable);
    assertThatThrownBy(() -> AppCredentials.workloadIdentity(pod))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining(variable);
  }

  @Test
  void workloadIdentity_fileThatIsNoPath_isNamed() {
    Map<String, String> pod =
        Map.of(
            "AZURE_TENANT_ID", TENANT,
            "AZURE_CLIENT_ID", "id",
            "AZURE_FEDERATED_TOKEN_FILE", "to\0ken");
    assertThatThrownBy(() -> AppCredentials.workloadIdentity(pod).open())
        .isInstanceOfSatisfying(
            TokenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessageContaining("tokenFile is no path of a file");
  }

  @Test
  void token_whateverHappens_assertionAndRequestTokenStayInside() throws Exception {
    LeakProbe probe = new LeakProbe();
    Job job = emulator.pipelines().gitHub("repo:acme/site:ref:refs/heads/main");
    app.trust(job.issuer(), job.subject());
    probe.watch("request token", variable(job, "ACTIONS_ID_TOKEN_REQUEST_TOKEN"));
    probe.watch("assertion", Files.readString(file).strip());
    probe.watch("signature", Files.readString(file).strip().split("\\.", -1)[2]);
    try (CapturedLog log = new CapturedLog()) {
      LeakProbe.plant(
          "log",
          text -> Logger.getLogger("planted").fine(text),
          planted -> planted.see("log", log.text()));
      try (CachingTokenSource asked =
              AppCredentials.githubActions(authority(), app.clientId(), job.environment())
                  .runtime(clock.runtime(tls))
                  .open();
          CachingTokenSource read = open()) {
        probe.watch("token", ((MintedToken) asked.token()).value());
        probe.see("text", asked.token() + " " + read.token() + " " + job);
        clock.advance(HOUR.multipliedBy(2));
        probe.see("exception", failure(read));
        emulator.fail(Fault.status(403).on("/idtoken"));
        probe.see("exception", failure(asked));
      }
      emulator.requests().forEach(r -> probe.see("request line", r.path() + r.query()));
      probe.see("log", log.text()).assertClean();
    }
  }

  private static String variable(Job job, String name) {
    return job.environment().getOrDefault(name, "");
  }

  private CachingTokenSource open() {
    return AppCredentials.federated(authority(), app.clientId(), file)
        .runtime(clock.runtime(tls))
        .open();
  }

  private String authority() {
    return emulator.authority(TENANT);
  }
}
