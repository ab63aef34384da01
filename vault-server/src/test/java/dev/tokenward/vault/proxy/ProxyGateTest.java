package dev.tokenward.vault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Secret;
import dev.tokenward.core.StoredToken;
import dev.tokenward.testkit.http.RecordedRequest;
import dev.tokenward.vault.access.RequestRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyGateTest {

  @TempDir Path folder;
  private Upstream upstream;
  private ProxiedVault vault;
  private String authorization;

  @BeforeEach
  void start() {
    upstream = new Upstream(folder.resolve("anchor.pem"));
    vault =
        ProxiedVault.to(upstream.url() + "/acme")
            .trusting(folder.resolve("anchor.pem"))
            .token(() -> StoredToken.basic("", Secret.of("the-secret")))
            .start();
    authorization = "Authorization: " + RawHttp.basic(vault.pat(RequestRules.ANY));
  }

  @AfterEach
  void stop() {
    vault.close();
    upstream.close();
  }

  @Test
  void handle_pathOutsideTheProxy_isPassedOn() throws IOException {
    assertThat(RawHttp.exchange(vault, "GET /v1/ping")).startsWith("HTTP/1.1 200").endsWith("pong");
  }

  @Test
  void handle_goodRequest_goesUpstreamWithTheCredentialAndNothingOfTheCaller() throws IOException {
    upstream.answer(
        (request, response, callback) -> {
          Content.Sink.write(response, true, "hello", callback);
          return true;
        });

    String answer =
        RawHttp.exchange(
            vault,
            "GET /proxy/ado/acme/web/_apis/git/repositories?api-version=7.1&x=%2F",
            authorization,
            "User-Agent: tool/1",
            "Cookie: a=b",
            "X-Forwarded-For: 1.2.3.4",
            "Forwarded: for=1.2.3.4",
            "Via: 1.1 somebody",
            "Proxy-Authorization: Basic eA==",
            "X-Original-URL: /acme/_apis/tokens/pats",
            "Connection: x-hop, Upgrade, HTTP2-Settings",
            "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
            "X-Hop: 1",
            "X-Kept: 2");

    assertThat(answer).startsWith("HTTP/1.1 200").contains("hello");
    RecordedRequest seen = upstream.onlyRequest();
    assertThat(seen.path()).isEqualTo("/acme/web/_apis/git/repositories");
    assertThat(seen.query()).isEqualTo("api-version=7.1&x=%2F");
    assertThat(seen.headers().keySet())
        .containsExactlyInAnyOrder(
            "Authorization", "Host", "User-Agent", "X-Kept", "X-TFS-FedAuthRedirect");
    assertThat(seen.header("Authorization"))
        .hasValue(StoredToken.basic("", Secret.of("the-secret")).authorization());
    assertThat(seen.header("Host")).isEqualTo(Optional.of("127.0.0.1:" + upstream.port()));
  }
}
