package dev.tokenward.vault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Secret;
import dev.tokenward.core.StoredToken;
import dev.tokenward.vault.access.RequestRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stored secret goes nowhere but to its credential's host: a listening canary sees no byte. */
class SecretStaysTest {

  @TempDir Path folder;
  private Upstream upstream;
  private Canary canary;
  private ProxiedVault vault;

  @BeforeEach
  void start() throws IOException {
    upstream = new Upstream(folder.resolve("anchor.pem"));
    canary = new Canary();
    vault = usual().start();
  }

  private ProxiedVault.Settings usual() {
    return with(ProxiedVault.to(upstream.url() + "/acme"));
  }

  private ProxiedVault.Settings with(ProxiedVault.Settings settings) {
    return settings
        .trusting(folder.resolve("anchor.pem"))
        .token(() -> StoredToken.basic("", Secret.of("the-secret")));
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(canary.disturbed()).isFalse();
    vault.close();
    canary.close();
    upstream.close();
  }

  private String authorization() {
    return "Authorization: " + RawHttp.basic(vault.pat(RequestRules.ANY));
  }

  private String raw(String requestLine, String host, String... headers) throws IOException {
    try (RawHttp connection = RawHttp.to(vault)) {
      connection.send(RawHttp.head(requestLine, host, headers));
      return connection.all();
    }
  }

  @Test
  void canary_whenKnocked_isDisturbed() throws IOException {
    try (Canary other = new Canary();
        Socket visitor = new Socket(InetAddress.getLoopbackAddress(), other.port())) {
      assertThat(visitor.isConnected()).isTrue();
      assertThat(other.disturbed()).isTrue();
    }
  }

  @Test
  void host_ofAnotherServer_is421() throws IOException {
    assertThat(raw("GET /proxy/ado/acme/x", "Host: " + canary.authority(), authorization()))
        .startsWith("HTTP/1.1 421");
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void absoluteTarget_ofAnotherServer_isRefused() throws IOException {
    String target = "GET http://" + canary.authority() + "/proxy/ado/acme/x";
    assertThat(raw(target, "Host: " + canary.authority(), authorization()))
        .startsWith("HTTP/1.1 421");
    assertThat(raw(target, "Host: 127.0.0.1:" + vault.port(), authorization()))
        .startsWith("HTTP/1.1 4");
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void absoluteTarget_ofThisServer_isServed() throws IOException {
    String own = "127.0.0.1:" + vault.port();
    assertThat(raw("GET http://" + own + "/proxy/ado/acme/x", "Host: " + own, authorization()))
        .startsWith("HTTP/1.1 200");
    assertThat(upstream.onlyRequest().path()).isEqualTo("/acme/x");
  }

  static List<String> tricks() {
    return List.of(
        "/proxy/ado/@CANARY/x",
        "/proxy/ado@CANARY/acme/x",
        "/proxy/ado/acme@CANARY/x",
        "/proxy/ado/:x@CANARY/x",
        "/proxy/ado//CANARY/x",
        "/proxy/ado/https://CANARY/x",
        "/proxy/ado/acme/..//CANARY/x",
        "/proxy/ado/acme%40CANARY/x",
        "/proxy/ado/.CANARY/x",
        "/proxy/ado/\\\\CANARY/x",
        "/proxy/ado/%5c%5cCANARY/x",
        "/proxy/ado/acme%0d%0aHost:%20CANARY/x",
        "/proxy/ado?@CANARY/acme",
        "/proxy/ado/@pkgs/acme/x");
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void path_thatNamesAnotherServer_isRefused(String trick) throws IOException {
    String path = trick.replace("CANARY", canary.authority());
    assertThat(RawHttp.exchange(vault, "GET " + path, authorization()))
        .matches("(?s)HTTP/1.1 40[0134].*");
    assertThat(upstream.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/other/x", "/acmeother/x", "/acme.other/x", "/x/acme/y", "/", "/acme%20/x"})
  void path_ofAnotherOrganization_isRefused(String path) throws IOException {
    assertThat(RawHttp.exchange(vault, "GET /proxy/ado" + path, authorization()))
        .matches("(?s)HTTP/1.1 40[03].*");
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void path_ofTheOrganizationInAnotherCase_goesThere() throws IOException {
    assertThat(RawHttp.exchange(vault, "GET /proxy/ado/ACME/x", authorization()))
        .startsWith("HTTP/1.1 200");
    assertThat(upstream.onlyRequest().path()).isEqualTo("/ACME/x");
  }

  @Test
  void upstream_thatRedirectsElsewhere_isNotFollowed() throws IOException {
    String elsewhere = "https://" + canary.authority() + "/acme/x";
    upstream.answer(
        (request, response, callback) -> {
          response.setStatus(302);
          response.getHeaders().put("Location", elsewhere);
          callback.succeeded();
          return true;
        });
    assertThat(RawHttp.exchange(vault, "GET /proxy/ado/acme/x", authorization()))
        .startsWith("HTTP/1.1 502")
        .contains("redirected the request to 127.0.0.1")
        .doesNotContain("Location");
  }

  @Test
  void name_thatLeadsToLoopback_isNotDialled() throws IOException {
    String organization = "https://tfs.example.com:" + canary.port() + "/acme";
    try (ProxiedVault tricked =
        with(ProxiedVault.to(organization))
            .resolving(host -> List.of(InetAddress.getLoopbackAddress()))
            .start()) {
      String authorization = "Authorization: " + RawHttp.basic(tricked.pat(RequestRules.ANY));
      assertThat(RawHttp.exchange(tricked, "GET /proxy/ado/acme/x", authorization))
          .startsWith("HTTP/1.1 502")
          .contains("tfs.example.com leads to 127.0.0.1, a loopback address");
    }
  }

  @Test
  void destination_thatIsNotAllowed_isNotDialled() throws IOException {
    try (ProxiedVault strict =
        with(ProxiedVault.to("https://" + canary.authority() + "/acme"))
            .allowed("microsoft")
            .start()) {
      String authorization = "Authorization: " + RawHttp.basic(strict.pat(RequestRules.ANY));
      assertThat(RawHttp.exchange(strict, "GET /proxy/ado/acme/x", authorization))
          .startsWith("HTTP/1.1 502")
          .contains(canary.authority() + " is not an allowed destination");
      assertThat(strict.audit().outcomes()).contains("proxy DENIED");
    }
  }

  @Test
  void server_whoseCertificateIsAnothers_getsNoSecret() throws IOException {
    String organization = "https://tfs.example.com:" + upstream.port() + "/acme";
    try (ProxiedVault careful =
        with(ProxiedVault.to(organization))
            .allowed("tfs.example.com:" + upstream.port(), "127.0.0.1")
            .resolving(host -> List.of(InetAddress.getLoopbackAddress()))
            .start()) {
      String authorization = "Authorization: " + RawHttp.basic(careful.pat(RequestRules.ANY));
      assertThat(RawHttp.exchange(careful, "GET /proxy/ado/acme/x", authorization))
          .startsWith("HTTP/1.1 502");
      assertThat(upstream.requests()).isEmpty();
    }
  }

  @Test
  void server_thatNoRootVouchesFor_getsNoSecret() throws IOException {
    try (ProxiedVault careful =
        ProxiedVault.to(upstream.url() + "/acme")
            .token(() -> StoredToken.basic("", Secret.of("the-secret")))
            .start()) {
      String authorization = "Authorization: " + RawHttp.basic(careful.pat(RequestRules.ANY));
      assertThat(RawHttp.exchange(careful, "GET /proxy/ado/acme/x", authorization))
          .startsWith("HTTP/1.1 502");
      assertThat(upstream.requests()).isEmpty();
    }
  }
}
