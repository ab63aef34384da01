package dev.tokenward.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.ChildJvm;
import dev.tokenward.core.HttpSender;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.Authorizable.Grantor;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.grants.Refreshes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a program without a server writes, against an Entra ID that does what it is told. */
@ExtendWith(EmulatorExtension.class)
class DelegatedOAuthTest {

  @TempDir private Path folder;
  private final Emulator emulator;
  private EntraApp program;
  private HttpClient tls;

  DelegatedOAuthTest(Emulator emulator) {
    this.emulator = emulator;
  }

  @BeforeEach
  void register() {
    emulator.entra().user(AtEntra.TENANT, AtEntra.ADA);
    program = emulator.entra().publicApp(AtEntra.TENANT).redirectUri("http://localhost");
    tls = HttpClient.newBuilder().sslContext(emulator.sslContext()).build();
  }

  private TokenRuntime runtime() {
    return TokenRuntime.system().withHttp(HttpSender.over(tls));
  }

  private DelegatedOAuth app() {
    return app(runtime());
  }

  private DelegatedOAuth app(TokenRuntime runtime) {
    return DelegatedOAuth.entra(emulator.authority(AtEntra.TENANT), program.clientId())
        .keptIn(file())
        .runtime(runtime)
        .build();
  }

  private Path file() {
    return folder.resolve("grant");
  }

  private static HttpResponse<String> get(URI uri) {
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void approve(URI page) {
    get(emulator.browser().approve(page, AtEntra.ADA));
  }

  @Test
  void signIn_byBrowser_givesTokensAlsoAfterARestart() throws IOException {
    assertThat(app().isAuthorized()).isFalse();
    Grantor grantor = app().signIn(this::approve);
    assertThat(grantor.account()).isEqualTo(AtEntra.ADA);

    DelegatedOAuth restarted = app();
    assertThat(restarted.isAuthorized()).isTrue();
    try (CachingTokenSource source = restarted.open()) {
      assertThat(source.token().authorization()).startsWith("Bearer ey");
    }
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void signIn_requestsThatDoNotBelong_changeNothing() {
    List<Integer> strange = new ArrayList<>();
    Grantor grantor =
        app()
            .signIn(
                page -> {
                  URI redirect = emulator.browser().approve(page, AtEntra.ADA);
                  URI here = redirect.resolve("/");
                  for (String other : List.of("favicon.ico", "?code=x&state=y", "?error=z")) {
                    strange.add(get(here.resolve(other)).statusCode());
                  }
                  get(redirect);
                });
    assertThat(strange).containsOnly(404);
    assertThat(grantor.account()).isEqualTo(AtEntra.ADA);
  }

  @Test
  void signIn_browserThatComesBack_isSentOnWithoutTheCode() {
    List<HttpResponse<String>> seen = new ArrayList<>();
    app().signIn(page -> seen.add(get(emulator.browser().approve(page, AtEntra.ADA))));
    assertThat(seen.get(0).statusCode()).isEqualTo(303);
    assertThat(seen.get(0).headers().firstValue("Location")).hasValue("/done");
    assertThat(seen.get(0).headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
  }

  @Test
  void signIn_denied_saysSo() {
    TokenException failure =
        catchThrowableOfType(
            TokenException.class,
            () -> app().signIn(page -> get(emulator.browser().deny(page, AtEntra.ADA))));
    assertThat(failure.reason()).isEqualTo(Reason.NEEDS_CONSENT);
    assertThat(app().isAuthorized()).isFalse();
  }

  @Test
  void signInByDevice_approved_obeysSlowDown() {
    AtEntra entra = new AtEntra(emulator);
    DelegatedOAuth app = app(entra.runtime());
    emulator.entra().devices().slowDown(2);
    Grantor grantor =
        app.signInByDevice(
            code -> {
              assertThat(code.expiresAt()).isAfter(entra.clock.instant());
              assertThat(code.page()).hasPath("/devicelogin");
              emulator.entra().devices().approve(code.userCode(), AtEntra.ADA);
            });
    assertThat(grantor.account()).isEqualTo(AtEntra.ADA);
    // Twice told to slow down: 5 s, then 10, then 15.
    assertThat(Duration.between(dev.tokenward.core.FakeClock.START, entra.clock.instant()))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(app.isAuthorized()).isTrue();
  }

  @Test
  void signInByDevice_deniedOrNotInTime_saysSo() {
    AtEntra entra = new AtEntra(emulator);
    DelegatedOAuth app = app(entra.runtime());
    assertThat(
            catchThrowableOfType(
                TokenException.class,
                () -> app.signInByDevice(code -> emulator.entra().devices().deny(code.userCode()))))
        .hasMessageContaining("declined");
    assertThat(
            catchThrowableOfType(TokenException.class, () -> app.signInByDevice(code -> {}))
                .reason())
        .isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void signOut_grant_isForgotten() {
    app().signIn(this::approve);
    assertThat(app().signOut()).contains("remove");
    assertThat(app().isAuthorized()).isFalse();
  }

  @Test
  void open_fieldsThatAreWrong_areNamed() {
    assertThat(
            catchThrowableOfType(
                TokenException.class,
                () -> DelegatedOAuth.entra("no tenant", "x").scope("\"").build().open()))
        .hasMessageContainingAll("tenant is no tenant", "scope must be scopes");
    assertThat(
            catchThrowableOfType(
                TokenException.class,
                () -> DelegatedOAuth.openIdConnect("http://idp.example", "x").build().open()))
        .hasMessageContaining("issuer must begin with https://");
    assertThat(
            catchThrowableOfType(
                TokenException.class,
                () ->
                    DelegatedOAuth.server("https://a.example/authorize", "", "x")
                        .field("refreshTokenReuse", "often")
                        .build()
                        .open()))
        .hasMessageContainingAll("tokenUrl is missing", "refreshTokenReuse takes tolerated");
  }

  @Test
  void token_fiftyThreadsInEachOfFourPrograms_isRefreshedOnce() throws Exception {
    EntraApp shared = emulator.entra().app(AtEntra.TENANT).redirectUri("http://localhost");
    emulator.entra().tokenLife(Duration.ofSeconds(1));
    DelegatedOAuth.entra(emulator.authority(AtEntra.TENANT), shared.clientId())
        .secret("clientSecret", Secret.of(shared.clientSecret()))
        .keptIn(file())
        .runtime(runtime())
        .build()
        .signIn(this::approve);
    emulator.entra().tokenLife(Duration.ofHours(1));

    ChildJvm child = new ChildJvm(folder).trusting(emulator);
    List<Process> programs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      programs.add(
          child.start(
              Crowd.class,
              shared.clientSecret(),
              file().toString(),
              emulator.authority(AtEntra.TENANT),
              shared.clientId()));
    }
    Set<String> ids = new HashSet<>();
    for (Process each : programs) {
      ids.addAll(child.ended(each));
    }
    assertThat(ids).hasSize(1);
    assertThat(emulator.entra().refreshes().all().stream().mapToInt(Refreshes::presented).sum())
        .isEqualTo(1);
  }
}
