package dev.tokenward.appcred;

import static dev.tokenward.appcred.Emulated.claims;
import static dev.tokenward.appcred.Emulated.failure;
import static dev.tokenward.appcred.Emulated.grants;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.CapturedLog;
import dev.tokenward.core.Challenge;
import dev.tokenward.core.Credential;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.EntraError;
import dev.tokenward.testkit.entra.ExpiresIn;
import dev.tokenward.testkit.http.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way over TLS, to an Entra ID that does what it is told. */
@ExtendWith(EmulatorExtension.class)
class EmulatedEntraTest {

  private static final String DOMAIN = "contoso.onmicrosoft.com";
  private static final String ID = "8b1a1c4e-0000-4000-8000-0123456789ab";
  private static final String CLIENT_ID = "11111111-2222-3333-4444-555555555555";
  private static final String TOKEN_PATH = "/oauth2/v2.0/token";

  private final LeakProbe probe = new LeakProbe();
  private final String secret = probe.canary("client secret");
  private final FakeClock clock = new FakeClock();

  private Emulator emulator;
  private EntraApp app;
  private HttpSender tls;

  @BeforeEach
  void register(Emulator entra) {
    emulator = entra;
    emulator.clock(clock);
    app = emulator.entra().app(DOMAIN, CLIENT_ID, secret);
    emulator.entra().app(ID, CLIENT_ID, secret);
    tls = Emulated.tls(emulator);
  }

  @Test
  void token_usersLines_giveTheHeader(@TempDir Path folder) throws Exception {
    Path path = Files.writeString(folder.resolve("secret"), secret + "\n");
    String tenant = emulator.authority(DOMAIN);

    var devOps =
        AppCredentials.clientSecret(tenant, CLIENT_ID, Secret.file(path)).runtime(world()).open();

    assertThat(devOps.token().authorization()).startsWith("Bearer ey");
    assertThat(devOps.token()).isEqualTo(devOps.token());
    assertThat(grants(emulator)).isOne();
  }

  @Test
  void token_granted_livesAsLongAsTheServerSays() {
    try (CachingTokenSource source = open()) {
      assertThat(source.token().expiresAt()).isEqualTo(FakeClock.START.plusSeconds(3599));
    }
  }

  @Test
  void token_afterAClaimsChallenge_hasTheClaims() {
    try (CachingTokenSource source = open()) {
      AccessToken refused = source.token();
      source.invalidate(refused, new Challenge("{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}}"));
      assertThat(claims(refused)).doesNotContain("acrs");
      assertThat(claims(source.token(TokenRequest.DEFAULT))).contains("\"acrs\":[\"c1\"]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.vssps.visualstudio.com/.default",
        "499b84ac-1321-427f-aa17-267ca6975798/.default"
      })
  void token_eitherNameOfAzureDevOps_isTheAudience(String scope) {
    try (CachingTokenSource source = builder().scope(scope).open()) {
      assertThat(claims(source.token(TokenRequest.DEFAULT)))
          .contains("\"aud\":\"" + scope.replace("/.default", "") + "\"");
    }
  }

  @Test
  void token_scopeGivenAsAField_isTheAudience() {
    String scope = "499b84ac-1321-427f-aa17-267ca6975798/.default";
    try (CachingTokenSource source = builder().field("scope", scope).open()) {
      assertThat(claims(source.token()))
          .contains("\"aud\":\"499b84ac-1321-427f-aa17-267ca6975798\"");
    }
  }

  static Stream<String> tenants() {
    return Stream.of(DOMAIN, DOMAIN.toUpperCase(Locale.ROOT), ID)
        .flatMap(
            tenant ->
                Stream.of("", "https://login.microsoftonline.com/")
                    .flatMap(
                        host ->
                            Stream.of(
                                host + tenant,
                                "https://login.microsoftonline.com/" + tenant + "/v2.0")))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("tenants")
  void token_anyFormOfTenant_isFound(String tenant) {
    try (CachingTokenSource source =
        AppCredentials.clientSecret(tenant, CLIENT_ID, Secret.of(secret))
            .runtime(clock.runtime(this::asThePublicCloud))
            .open()) {
      assertThat(source.token().authorization()).startsWith("Bearer ey");
    }
  }

  private HttpSender.Response asThePublicCloud(HttpSender.Request request) throws IOException {
    assertThat(request.uri()).hasScheme("https").hasAuthority("login.microsoftonline.com");
    return tls.send(
        new HttpSender.Request(
            request.method(),
            URI.create(emulator.url() + request.uri().getPath()),
            request.headers(),
            request.body(),
            request.timeout(),
            request.repeatable()));
  }

  @Test
  void token_otherTenantOfTheRequest_isAnotherToken() {
    try (CachingTokenSource source = open()) {
      assertThat(claims(source.token(TokenRequest.DEFAULT.tenant(ID)))).contains(ID);
      assertThat(claims(source.token())).doesNotContain(ID);
    }
    assertThat(grants(emulator)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "DISABLED_APP, DENIED, AADSTS7000112",
    "EXPIRED_SECRET, CREDENTIAL_EXPIRED, AADSTS7000222",
    "UNKNOWN_RESOURCE, CONFIGURATION, AADSTS500011",
    "BLOCKED_BY_POLICY, DENIED, AADSTS53003",
  })
  void token_refused_isAskedOnceHoweverManyAsk(EntraError error, Reason reason, String code) {
    app.refuseWith(error);
    try (CachingTokenSource source = open()) {
      for (int i = 0; i < 3; i++) {
        TokenException failure = failure(source);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.code()).contains(code);
      }
    }
    assertThat(grants(emulator)).isOne();
  }

  @Test
  void token_wrongSecret_saysWhatIsOftenPasted() {
    TokenSource source = bare(emulator.authority(DOMAIN), CLIENT_ID, "wrong");

    assertThat(failure(source).nextStep()).contains("instead of its value");
  }

  @Test
  void token_firstSecretNoLongerTaken_isGivenForTheNext() {
    try (CachingTokenSource source =
        AppCredentials.clientSecret(emulator.authority(DOMAIN), CLIENT_ID, Secret.of("old"))
            .secret("nextClientSecret", Secret.of(secret))
            .runtime(world())
            .open()) {
      assertThat(source.token().authorization()).startsWith("Bearer ey");
    }
    assertThat(grants(emulator)).isEqualTo(2);
  }

  @Test
  void token_firstSecretTaken_theNextIsNotSent() {
    try (CachingTokenSource source =
        AppCredentials.clientSecret(emulator.authority(DOMAIN), CLIENT_ID, Secret.of(secret))
            .secret("nextClientSecret", Secret.of("next"))
            .runtime(world())
            .open()) {
      assertThat(source.token().authorization()).startsWith("Bearer ey");
    }
    assertThat(grants(emulator)).isOne();
  }

  @Test
  void token_serverOutOfOrder_theNextSecretIsNotSent() {
    emulator.fail(Fault.status(503).header("Retry-After", "60"));
    try (CachingTokenSource source =
        AppCredentials.clientSecret(emulator.authority(DOMAIN), CLIENT_ID, Secret.of(secret))
            .secret("nextClientSecret", Secret.of("next"))
            .runtime(world())
            .open()) {
      assertThat(failure(source).reason()).isEqualTo(Reason.THROTTLED);
    }
    assertThat(grants(emulator)).isOne();
  }

  @Test
  void token_expiredSecret_saysSo() {
    app.expireSecret();

    assertThat(failure(bare()).reason()).isEqualTo(Reason.CREDENTIAL_EXPIRED);
  }

  @Test
  void token_unknownApp_saysSo() {
    TokenSource source =
        bare(emulator.authority(DOMAIN), "99999999-2222-3333-4444-555555555555", secret);

    assertThat(failure(source)).hasMessageContaining("no app with the clientId");
  }

  @Test
  void token_unknownTenant_saysSo() {
    TokenSource source = bare(emulator.authority("fabrikam.com"), CLIENT_ID, secret);

    assertThat(failure(source)).hasMessageContaining("does not know the tenant");
  }

  @Test
  void token_throttled_waitsAsLongAsAsked() {
    emulator.fail(Fault.status(429).header("Retry-After", "17").times(1));
    try (CachingTokenSource source = open()) {
      TokenException failure = failure(source);

      assertThat(failure.reason()).isEqualTo(Reason.THROTTLED);
      assertThat(failure.retryAfter()).contains(Duration.ofSeconds(17));
      assertThat(failure(source).reason()).isEqualTo(Reason.THROTTLED);
      assertThat(grants(emulator)).isOne();

      clock.advance(Duration.ofSeconds(18));
      assertThat(source.token().authorization()).startsWith("Bearer ey");
    }
    assertThat(grants(emulator)).isEqualTo(2);
  }

  static Stream<Fault> faults() {
    return Stream.of(
        Fault.status(500),
        Fault.status(503),
        Fault.drop(),
        Fault.truncated(),
        Fault.signInPage(),
        Fault.status(200).body("<!DOCTYPE html><title>Sign in to your account</title>"),
        Fault.status(200).body("{\"token_type\":\"Bearer\"}"),
        Fault.flood(2L << 20));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void token_serverMisbehaves_isAskedOnceAndMayBeAskedAgain(Fault fault) {
    emulator.fail(fault.times(1));
    TokenSource source = bare();

    assertThat(failure(source).reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(grants(emulator)).isOne();
    assertThat(source.token().authorization()).startsWith("Bearer ey");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void token_redirected_doesNotFollow(int status) {
    emulator.fail(
        Fault.status(status)
            .header("Location", emulator.url() + "/elsewhere" + TOKEN_PATH)
            .on("/" + DOMAIN));

    assertThat(failure(bare()).reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(emulator.requests()).hasSize(1);
    assertThat(emulator.requests("POST", "/elsewhere")).isZero();
    assertThat(emulator.requests("GET", "/elsewhere")).isZero();
  }

  @Test
  void token_lifeAsText_isRead() {
    emulator.entra().expiresIn(ExpiresIn.STRING);

    assertThat(bare().token().expiresAt()).isEqualTo(FakeClock.START.plusSeconds(3599));
  }

  @Test
  void token_lifeNotSaid_isTheDefault() {
    emulator.entra().expiresIn(ExpiresIn.MISSING);

    assertThat(bare().token().expiresAt())
        .isEqualTo(FakeClock.START.plus(MintedToken.DEFAULT_LIFETIME));
  }

  @Test
  void token_hugeLife_isCut() {
    emulator.entra().tokenLife(Duration.ofDays(4000));

    assertThat(bare().token().expiresAt())
        .isEqualTo(FakeClock.START.plus(MintedToken.LONGEST_LIFETIME));
  }

  @Test
  void token_refreshIn_renewsThen() {
    emulator.fail(
        Fault.status(200)
            .body(
                "{\"token_type\":\"Bearer\",\"access_token\":\"first\",\"expires_in\":\"3599\","
                    + "\"refresh_in\":\"600\"}")
            .times(1));
    try (CachingTokenSource source = open()) {
      assertThat(source.token().authorization()).isEqualTo("Bearer first");
      clock.advance(Duration.ofSeconds(599));
      assertThat(source.token().authorization()).isEqualTo("Bearer first");
      assertThat(grants(emulator)).isOne();

      clock.advance(Duration.ofMinutes(10));
      assertThat(source.token().authorization()).isEqualTo("Bearer first");
      assertThat(source.token().authorization()).startsWith("Bearer ey");
    }
    assertThat(grants(emulator)).isEqualTo(2);
  }

  @Test
  void token_whateverHappens_secretAndServersWordsStayInside() throws Exception {
    String words = probe.canary("error_description");
    try (CapturedLog log = new CapturedLog()) {
      LeakProbe.plant(
          "log",
          text -> Logger.getLogger("planted").fine(text),
          planted -> planted.see("log", log.text()));
      emulator.fail(Fault.status(401).body(Answers.error("invalid_client", words).body()).times(1));
      emulator.fail(Fault.status(500).body(words).times(1));
      emulator.fail(Fault.status(200).body(words).times(1));
      TokenSource source = bare();
      for (int i = 0; i < 3; i++) {
        probe.see("exception", failure(source));
      }
      MintedToken token = (MintedToken) source.token();
      probe.watch("token", token.value());
      emulator.requests().forEach(r -> probe.see("request", r.path() + r.query() + r.headers()));
      probe.see("text of the token", token.toString()).see("log", log.text()).assertClean();
    }
    assertThat(emulator.requests()).allMatch(r -> r.path().endsWith(TOKEN_PATH)).hasSize(4);
  }

  private CachingTokenSource open() {
    return builder().open();
  }

  private AppCredentials.Builder builder() {
    return AppCredentials.clientSecret(emulator.authority(DOMAIN), CLIENT_ID, Secret.of(secret))
        .runtime(world());
  }

  private TokenSource bare() {
    return bare(emulator.authority(DOMAIN), CLIENT_ID, secret);
  }

  /** Without the engine, which would try again. */
  private TokenSource bare(String tenant, String clientId, String clientSecret) {
    Credential credential =
        new Credential(
            "ado-app",
            AppCredentials.CLIENT_SECRET,
            Map.of("tenant", tenant, "clientId", clientId),
            Map.of("clientSecret", Secret.of(clientSecret)));
    return new ClientSecretProvider().open(credential, world());
  }

  private TokenRuntime world() {
    return clock.runtime(tls);
  }
}
