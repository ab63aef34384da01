package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.TokenRuntime;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S17: only the publicUrl says who the vault is, whatever a request claims. */
class MisdirectedRequestTest extends OneVault {

  private static final String PUBLIC = "https://vault.example.com";

  @Override
  protected TestVault vault(Path folder) {
    return TestVault.start(
        emulator, folder, TokenRuntime.system(), config -> "publicUrl: " + PUBLIC + "\n" + config);
  }

  private Stream<String> routes() {
    Stream<String> described =
        document("/openapi.json").path("paths").properties().stream()
            .flatMap(
                path ->
                    path.getValue().properties().stream()
                        .map(each -> each.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()));
    Stream<String> others =
        Stream.of(
            "POST /oauth2/token",
            "GET /oauth2/jwks",
            "GET /.well-known/oauth-authorization-server",
            "GET /.well-known/openid-configuration",
            "GET /openapi.json",
            "GET /health/live",
            "GET /health/ready",
            "GET /proxy/ado/acme/_apis/projects",
            "GET /proxy/ado/acme/web/_git/site/info/refs",
            "GET /none",
            "OPTIONS /v1/kinds");
    return Stream.concat(described, others).map(each -> each.replaceAll("\\{\\w+}", "ado"));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void anyRoute_foreignHost_is421(String route) {
    String answer = raw(route, "Host: evil.example");
    assertThat(answer).startsWith("HTTP/1.1 421 ").doesNotContain("evil.example");
    if (!route.contains("_git")) {
      assertThat(json(answer.substring(answer.indexOf("\r\n\r\n"))).path("type").asText())
          .isEqualTo("urn:tokenward:problem:misdirected");
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void anyRoute_absoluteTargetOfAnotherHost_isRefused(String route) {
    String absolute = route.replace(" /", " http://evil.example/");
    assertThat(raw(absolute, "Host: " + vault.url().getAuthority()))
        .matches("(?s)HTTP/1.1 4(00|21) .*");
    assertThat(raw(absolute, "Host: evil.example")).startsWith("HTTP/1.1 421 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault.example.com.evil.example",
        "vault.example.com:8443",
        "vault.example.com:80",
        "evil.vault.example.com",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.2:%d",
        "localhost",
        "localhost.evil.example:%d",
        "127.0.0.1.evil.example:%d",
        "0.0.0.0:%d",
        "",
      })
  void host_almostRight_isRefused(String host) {
    String named = host.replace("%d", String.valueOf(vault.url().getPort()));
    assertThat(raw("GET /health/live", "Host: " + named)).matches("(?s)HTTP/1.1 4(00|21) .*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault.example.com",
        "VAULT.example.com:443",
        "127.0.0.1:%d",
        "localhost:%d",
        "[::1]:%d"
      })
  void host_ours_isServed(String host) {
    String named = host.replace("%d", String.valueOf(vault.url().getPort()));
    assertThat(raw("GET /health/live", "Host: " + named)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void forwardedHeaders_always_changeNothing() {
    for (String path : new String[] {"/openapi.json", "/.well-known/oauth-authorization-server"}) {
      JsonNode forwarded = json(200, vault.send(forwarded(vault.request(path))));
      assertThat(forwarded).isEqualTo(document(path));
      assertThat(forwarded.toString()).contains(PUBLIC).doesNotContain("evil", "127.0.0.1");
    }
    JsonNode pat =
        json(
            201,
            vault.send(
                forwarded(
                    vault
                        .request("/v1/credentials/ado/virtual-pats")
                        .header("Authorization", basic("ci"))
                        .POST(BodyPublishers.noBody()))));
    assertThat(pat.path("proxy_url").asText()).isEqualTo(PUBLIC + "/proxy/ado");
  }

  private static HttpRequest.Builder forwarded(HttpRequest.Builder request) {
    return request
        .header("Forwarded", "for=192.0.2.1;host=evil.example;proto=https")
        .header("X-Forwarded-Host", "evil.example")
        .header("X-Forwarded-Server", "evil.example")
        .header("X-Forwarded-Proto", "http")
        .header("X-Forwarded-Port", "1")
        .header("X-Forwarded-Prefix", "/evil")
        .header("X-Original-URL", "/evil")
        .header("X-Forwarded-For", "192.0.2.1");
  }

  private JsonNode document(String path) {
    return json(200, vault.send(vault.request(path)));
  }

  private String raw(String request, String host) {
    return vault.raw(
        request
            + " HTTP/1.1\r\n"
            + host
            + "\r\nAuthorization: "
            + basic("ci")
            + "\r\nConnection: close\r\n\r\n");
  }
}
