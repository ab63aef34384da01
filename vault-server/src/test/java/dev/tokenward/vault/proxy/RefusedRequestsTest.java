package dev.tokenward.vault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Secret;
import dev.tokenward.core.StoredToken;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.access.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gate refuses: the upstream never hears of it. */
class RefusedRequestsTest {

  private static final RequestRules READ_SITE =
      new RequestRules(
          Target.Access.READ,
          Set.of(Target.Git.FETCH),
          Set.of("acme"),
          Set.of("web"),
          Set.of("site"));

  @TempDir static Path folder;
  private static Upstream upstream;
  private static ProxiedVault vault;
  private static String wide;
  private static String narrow;

  @BeforeAll
  static void start() {
    upstream = new Upstream(folder.resolve("anchor.pem"));
    vault =
        ProxiedVault.to(upstream.url() + "/acme")
            .trusting(folder.resolve("anchor.pem"))
            .token(() -> StoredToken.basic("", Secret.of("the-secret")))
            .start();
    wide = "Authorization: " + RawHttp.basic(vault.pat(RequestRules.ANY));
    narrow = "Authorization: " + RawHttp.basic(vault.pat(READ_SITE));
  }

  @AfterEach
  void upstreamHeardNothing() {
    assertThat(upstream.requests()).isEmpty();
  }

  @AfterAll
  static void stop() {
    vault.close();
    upstream.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/proxy",
        "/proxy/",
        "/proxy/ado",
        "/proxy/ado/acme/x",
        "/proxy/none/acme/x",
        "/proxy/ado/acme/_apis/tokens/pats",
        "/proxy/ado/@pkgs/x"
      })
  void nobody_isAskedToProveItselfBeforeAnythingElse(String path) throws IOException {
    for (String authorization : new String[] {"X-None: 1", "Authorization: Bearer twp_x"}) {
      assertThat(RawHttp.exchange(vault, "GET " + path, authorization))
          .startsWith("HTTP/1.1 401")
          .contains("WWW-Authenticate: Basic realm=\"Tokenward\"", "WWW-Authenticate: Bearer")
          .contains("application/problem+json");
    }
  }

  @Test
  void nobody_withGit_isAskedInOneLineOfText() throws IOException {
    String answer =
        RawHttp.exchange(
            vault, "GET /proxy/ado/acme/web/_git/site/info/refs?service=git-upload-pack");
    assertThat(answer)
        .startsWith("HTTP/1.1 401")
        .contains("WWW-Authenticate: Basic realm=\"Tokenward\"", "Content-Type: text/plain");
    assertThat(answer.split("\r\n\r\n", 2)[1]).startsWith("Tokenward: ").containsOnlyOnce("\n");
  }

  @Test
  void twoAuthorizations_proveNobody() throws IOException {
    assertThat(RawHttp.exchange(vault, "GET /proxy/ado/acme/x", wide, wide))
        .startsWith("HTTP/1.1 401");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proxy", "/proxy/", "/proxy/ado", "/proxy/none/acme/x", "/proxy//x"})
  void nothing_isFoundUnderAPathWithoutCredential(String path) throws IOException {
    assertThat(RawHttp.exchange(vault, "GET " + path, wide)).startsWith("HTTP/1.1 404");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@pkgs", "@vssps", "@feeds", "@vsrm", "@almsearch", "@"})
  void siblingHost_isNotFound(String host) throws IOException {
    assertThat(RawHttp.exchange(vault, "GET /proxy/ado/" + host + "/acme/x", wide))
        .startsWith("HTTP/1.1 404");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "get", "PROPFIND", "Post", "FOO"})
  void method_thatIsNotProxied_is400(String method) throws IOException {
    assertThat(RawHttp.exchange(vault, method + " /proxy/ado/acme/x", wide))
        .startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @CsvSource({
    "X-HTTP-Method-Override: DELETE, 400",
    "x-http-method: DELETE, 400",
    "X-Method-Override: GET, 400",
    "Upgrade: websocket, 400",
    "'Upgrade: h2c, websocket', 400",
    "Sec-Fetch-Mode: navigate, 403",
    "Origin: https://evil.example, 403",
    "Origin: null, 403",
    "Origin: https://vault.example.com:8443, 403"
  })
  void header_thatIsNotProxied_isRefused(String header, int status) throws IOException {
    assertThat(RawHttp.exchange(vault, "GET /proxy/ado/acme/x", wide, header))
        .startsWith("HTTP/1.1 " + status);
  }

  static Stream<String> credentialRoutes() {
    return NeverProxied.ROWS.stream().map(row -> row.replace("*", "s"));
  }

  @ParameterizedTest
  @MethodSource("credentialRoutes")
  void routeThatGivesOutCredentials_is403NarrowedOrNot(String row) throws IOException {
    for (String authorization : List.of(wide, narrow)) {
      assertThat(RawHttp.exchange(vault, "POST /proxy/ado/acme/web/" + row, authorization))
          .startsWith("HTTP/1.1 403")
          .contains("gives out credentials");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /acme/web/_git/other/info/refs?service=git-upload-pack, repositories",
    "GET, /acme/web/_git/site/info/refs?service=git-receive-pack, git",
    "POST, /acme/web/_git/site/git-receive-pack, git",
    "GET, /acme/api/_git/site/info/refs?service=git-upload-pack, projects",
    "POST, /acme/web/_apis/git/repositories/site/pullrequests, narrowed",
    "POST, /acme/web/_apis/wit/workitems/$Task, repositories",
    "GET, /acme/web/_apis/build/builds, narrowed"
  })
  void narrowedToken_beyondItsRules_is403NamingTheRule(String method, String path, String rule)
      throws IOException {
    assertThat(RawHttp.exchange(vault, method + " /proxy/ado" + path, narrow))
        .startsWith("HTTP/1.1 403")
        .contains(rule);
  }

  @Test
  void hugeHeader_isTheClientsFault() throws IOException {
    assertThat(
            RawHttp.exchange(vault, "GET /proxy/ado/acme/x", wide, "X-Big: " + "a".repeat(20_000)))
        .startsWith("HTTP/1.1 4");
  }

  @Test
  void refusal_isOnRecord() throws IOException {
    RawHttp.exchange(vault, "GET /proxy/ado/acme/_apis/tokens/pats", wide);
    assertThat(vault.audit().outcomes()).contains("proxy DENIED").doesNotContain("proxy GRANTED");
  }
}
