package dev.tokenward.vault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Secret;
import dev.tokenward.core.StoredToken;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.upstream.GuardedClients.Timeouts;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an upstream's answer, or of none. */
class UpstreamAnswersTest {

  private static final String GIT = "/acme/web/_git/site/info/refs?service=git-upload-pack";

  @TempDir Path folder;
  private Upstream upstream;
  private final AtomicInteger minted = new AtomicInteger();

  @BeforeEach
  void start() {
    upstream = new Upstream(folder.resolve("anchor.pem"));
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  private AccessToken stored() {
    return StoredToken.basic("", Secret.of("the-secret"));
  }

  private AccessToken mint() {
    return MintedToken.bearer(
        "minted-" + minted.incrementAndGet(), Instant.now(), Duration.ofHours(1));
  }

  private ProxiedVault vault(Supplier<AccessToken> tokens) {
    return ProxiedVault.to(upstream.url() + "/acme")
        .trusting(folder.resolve("anchor.pem"))
        .token(tokens)
        .start();
  }

  private static String ask(ProxiedVault vault, String line, String... headers) throws IOException {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Authorization: " + RawHttp.basic(vault.pat(RequestRules.ANY));
    return RawHttp.exchange(vault, line.replace(" /acme", " /proxy/ado/acme"), all);
  }

  private static Request.Handler answering(int status, String... headers) {
    return (request, response, callback) -> {
      response.setStatus(status);
      for (int i = 0; i < headers.length; i += 2) {
        response.getHeaders().add(headers[i], headers[i + 1]);
      }
      Content.Sink.write(response, true, "upstream's own words", callback);
      return true;
    };
  }

  private static Request.Handler takingTheSecondToken() {
    return (request, response, callback) ->
        ("Bearer minted-2".equals(request.getHeaders().get("Authorization"))
                ? answering(200)
                : answering(401))
            .handle(request, response, callback);
  }

  @ParameterizedTest
  @CsvSource({
    "401, X-TFS-ServiceError, TF400813%3A+The+user+is+not+authorized, TF400813",
    "401, WWW-Authenticate, Basic realm=\"https://tfsprod\", HTTP 401",
    "203, Content-Type, text/html; charset=utf-8, HTTP 203",
    "302, Location, https://spsprodeus1.vssps.visualstudio.com/_signin?realm=x, HTTP 302"
  })
  void refusedToken_is502WithItsCauseAndWithoutTheUpstreamsWords(
      int status, String header, String value, String cause) throws Exception {
    upstream.answer(answering(status, header, value));
    try (ProxiedVault vault = vault(this::stored)) {
      assertThat(ask(vault, "GET /acme/_apis/projects"))
          .startsWith("HTTP/1.1 502")
          .contains("application/problem+json", "\"cause\":\"" + cause + "\"")
          .contains("127.0.0.1 refused the credential 'ado'")
          .doesNotContain("own words", "WWW-Authenticate", "Location", "tfsprod");
      assertThat(upstream.requests()).hasSize(1);
      assertThat(vault.audit().nextClosed().detail()).isEqualTo(String.valueOf(status));
    }
  }

  @Test
  void refusedToken_forGit_isOneLineOfText() throws Exception {
    upstream.answer(answering(401));
    try (ProxiedVault vault = vault(this::stored)) {
      String answer = ask(vault, "GET " + GIT);
      assertThat(answer).startsWith("HTTP/1.1 502").contains("Content-Type: text/plain");
      assertThat(answer.split("\r\n\r\n", 2)[1])
          .startsWith("Tokenward: 127.0.0.1 refused the credential 'ado'. Check ")
          .containsOnlyOnce("\n");
    }
  }

  @Test
  void refusedMintedToken_isReplacedOnceAndTheRequestSentAgain() throws Exception {
    upstream.answer(takingTheSecondToken());
    try (ProxiedVault vault = vault(this::mint)) {
      assertThat(ask(vault, "GET /acme/_apis/projects"))
          .startsWith("HTTP/1.1 200")
          .contains("upstream's own words");
      assertThat(upstream.requests()).hasSize(2);
      assertThat(vault.audit().outcomes().stream().filter("proxy GRANTED"::equals)).hasSize(2);
      assertThat(vault.audit().nextClosed().detail()).isEqualTo("401");
      assertThat(vault.audit().nextClosed().detail()).isEqualTo("200");
    }
  }

  @Test
  void refusedMintedTokens_areNotReplacedForEver() throws Exception {
    upstream.answer(answering(401));
    try (ProxiedVault vault = vault(this::mint)) {
      assertThat(ask(vault, "HEAD /acme/_apis/projects")).startsWith("HTTP/1.1 502");
      assertThat(upstream.requests()).hasSize(2);
    }
  }

  @Test
  void refusedMintedToken_ofARequestWithABody_isNotSentAgain() throws Exception {
    upstream.answer(takingTheSecondToken());
    try (ProxiedVault vault = vault(this::mint)) {
      try (RawHttp connection = RawHttp.to(vault)) {
        connection.send(
            RawHttp.head(
                    "POST /proxy/ado/acme/_apis/projects",
                    "Host: 127.0.0.1:" + vault.port(),
                    "Content-Length: 4",
                    "Authorization: " + RawHttp.basic(vault.pat(RequestRules.ANY)))
                + "body");
        assertThat(connection.all()).startsWith("HTTP/1.1 502");
      }
      assertThat(upstream.requests()).hasSize(1);
      assertThat(ask(vault, "GET /acme/_apis/projects")).startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPSTREAM/acme/web?x=%2F", "/acme/web?x=%2F", "web?x=%2F"})
  void redirectWithinTheOrganization_leadsThroughTheProxy(String location) throws Exception {
    upstream.answer(answering(302, "Location", location.replace("UPSTREAM", upstream.url())));
    try (ProxiedVault vault = vault(this::stored)) {
      assertThat(ask(vault, "GET /acme/old"))
          .startsWith("HTTP/1.1 302")
          .contains("Location: https://vault.example.com/proxy/ado/acme/web?x=%2F\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/acme/x",
        "//evil.example/acme/x",
        "http://HOST/acme/x",
        "https://HOST/other/x",
        "https://HOST/acmeother",
        "/acme/../other",
        "javascript:alert(1)",
        "https://x y/"
      })
  void redirectOutOfTheOrganization_is502(String location) throws Exception {
    String host = "127.0.0.1:" + upstream.port();
    upstream.answer(answering(307, "Location", location.replace("HOST", host)));
    try (ProxiedVault vault = vault(this::stored)) {
      assertThat(ask(vault, "GET /acme/old"))
          .startsWith("HTTP/1.1 502")
          .contains("does not follow")
          .doesNotContain("Location", "own words");
    }
  }

  @Test
  void creation_thatNamesItsPlace_staysASuccess() throws Exception {
    try (ProxiedVault vault = vault(this::stored)) {
      upstream.answer(answering(201, "Location", upstream.url() + "/acme/web/1"));
      assertThat(ask(vault, "GET /acme/x"))
          .startsWith("HTTP/1.1 201")
          .contains("Location: https://vault.example.com/proxy/ado/acme/web/1\r\n");
      upstream.answer(answering(201, "Location", "https://other.example/1"));
      assertThat(ask(vault, "GET /acme/x"))
          .startsWith("HTTP/1.1 201")
          .doesNotContain("Location", "other.example");
    }
  }

  @Test
  void upstreamThatSwitchesProtocols_isNotBelieved() throws Exception {
    upstream.answer(answering(101, "Upgrade", "websocket", "Connection", "Upgrade"));
    try (ProxiedVault vault = vault(this::stored)) {
      assertThat(ask(vault, "GET /acme/x")).startsWith("HTTP/1.1 502");
    }
  }

  @Test
  void headersThatActOnABrowser_areRemoved() throws Exception {
    upstream.answer(
        answering(
            200,
            "Set-Cookie",
            "a=b",
            "Service-Worker-Allowed",
            "/",
            "Clear-Site-Data",
            "\"*\"",
            "Strict-Transport-Security",
            "max-age=1",
            "Public-Key-Pins",
            "x",
            "Alt-Svc",
            "h2=\":443\"",
            "Refresh",
            "0;url=/x",
            "Access-Control-Allow-Origin",
            "*",
            "Content-Security-Policy",
            "default-src *",
            "X-Content-Type-Options",
            "none",
            "Cross-Origin-Resource-Policy",
            "cross-origin",
            "ActivityId",
            "1",
            "ETag",
            "\"2\""));
    try (ProxiedVault vault = vault(this::stored)) {
      String answer = ask(vault, "GET /acme/x");
      assertThat(answer)
          .contains("ActivityId: 1", "ETag: \"2\"")
          .contains("Content-Security-Policy: sandbox; default-src 'none'\r\n")
          .contains("X-Content-Type-Options: nosniff\r\n")
          .contains("Cross-Origin-Resource-Policy: same-origin\r\n")
          .doesNotContain("default-src *", "Options: none", "Policy: cross-origin")
          .doesNotContain("Set-Cookie", "Service-Worker", "Clear-Site", "Strict-Transport")
          .doesNotContain("Public-Key", "Alt-Svc", "Refresh", "Access-Control", "other.example");
    }
  }

  @Test
  void everyAnswer_ofUpstreamAndVault_isKeptFromPagesOfOtherOrigins() throws Exception {
    upstream.answer(answering(404));
    try (ProxiedVault vault = vault(this::stored)) {
      String passedOn = ask(vault, "GET /acme/x");
      String refused = ask(vault, "GET /acme/x", "Sec-Fetch-Mode: navigate");
      String unproven = RawHttp.exchange(vault, "GET /proxy/ado/acme/x");
      assertThat(passedOn).startsWith("HTTP/1.1 404");
      assertThat(refused).startsWith("HTTP/1.1 403");
      assertThat(unproven).startsWith("HTTP/1.1 401");
      assertThat(List.of(passedOn, refused, unproven))
          .allSatisfy(
              answer ->
                  assertThat(answer)
                      .contains("Content-Security-Policy: sandbox; default-src 'none'\r\n")
                      .contains("X-Content-Type-Options: nosniff\r\n")
                      .contains("Cross-Origin-Resource-Policy: same-origin\r\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 409, 429, 500, 503})
  void upstreamsOwnErrors_arePassedOn(int status) throws Exception {
    upstream.answer(answering(status, "Retry-After", "7"));
    try (ProxiedVault vault = vault(this::stored)) {
      assertThat(ask(vault, "GET /acme/x"))
          .startsWith("HTTP/1.1 " + status)
          .contains("Retry-After: 7", "upstream's own words");
    }
  }

  @Test
  void noUpstream_is502WithoutAPageOfJetty() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    try (ProxiedVault vault =
        ProxiedVault.to("https://127.0.0.1:" + port + "/acme").token(this::stored).start()) {
      assertThat(ask(vault, "GET /acme/x"))
          .startsWith("HTTP/1.1 502")
          .contains("127.0.0.1 could not be reached", "application/problem+json")
          .doesNotContain("<html", "Jetty", "refused:");
      assertThat(ask(vault, "GET " + GIT)).startsWith("HTTP/1.1 502").contains("text/plain");
    }
  }

  @Test
  void upstreamThatHangsUp_is502() throws Exception {
    upstream.answer(
        (request, response, callback) -> {
          request.getConnectionMetaData().getConnection().getEndPoint().close();
          callback.succeeded();
          return true;
        });
    try (ProxiedVault vault = vault(this::stored)) {
      assertThat(ask(vault, "GET /acme/x")).startsWith("HTTP/1.1 502").contains("broke off");
    }
  }

  @Test
  void upstreamThatIsSilent_is504() throws Exception {
    upstream.answer((request, response, callback) -> true);
    try (ProxiedVault vault =
        ProxiedVault.to(upstream.url() + "/acme")
            .trusting(folder.resolve("anchor.pem"))
            .token(this::stored)
            .waiting(new Timeouts(Duration.ofSeconds(10), Duration.ofMillis(300)))
            .start()) {
      assertThat(ask(vault, "GET /acme/x"))
          .startsWith("HTTP/1.1 504")
          .contains("127.0.0.1 did not answer in time", "application/problem+json");
    }
  }

  @Test
  void upstreamWithLongHeaders_isPassedOn() throws Exception {
    upstream.answer(answering(200, "X-Big", "a".repeat(7_000)));
    try (ProxiedVault vault = vault(this::stored)) {
      assertThat(ask(vault, "GET /acme/x")).startsWith("HTTP/1.1 200");
    }
  }
}
