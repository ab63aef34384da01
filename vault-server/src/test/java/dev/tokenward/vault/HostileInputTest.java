package dev.tokenward.vault;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.testkit.Emulator;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that an administrator sends makes a mistake of the vault, now or at a later reading. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {

  private static final String HALF = "\\ud800";

  private final Emulator emulator = Emulator.start();
  private Team team;

  @BeforeAll
  void start(@TempDir Path folder) {
    team = Team.of(emulator, folder);
    team.pat("ado");
  }

  @AfterAll
  void stop() {
    team.close();
    emulator.close();
  }

  private static Stream<String> changes() {
    return Stream.of(
        "{\"description\":\"a" + HALF + "b\"}",
        "{\"labels\":{\"" + HALF + "\":\"x\"}}",
        "{\"labels\":{\"x\":\"" + HALF + "\"}}",
        "{\"" + HALF + "\":1}",
        "{\"secrets\":{\"token\":\"" + HALF + "abc\"}}",
        "{\"secrets\":{\"token\":\"a\\u0000b\"}}",
        "{\"secrets\":{\"" + HALF + "\":\"x\"}}",
        "{\"fields\":{\"" + HALF + "\":\"x\"}}",
        "{\"name\":\"" + HALF + "\"}",
        "{\"name\":\"with.dots\"}",
        "{\"name\":\"../admin\"}",
        "{\"kind\":\"entra-client-secret\"}",
        "{\"kind\":\"none\"}",
        "{\"labels\":{}}",
        "{\"labels\":{" + labels(200, "x") + "}}",
        "{\"labels\":{" + labels(201, "x") + "}}",
        "{\"labels\":{" + labels(31, "x".repeat(2_000)) + "}}",
        "{\"labels\":{\"\":\"x\"}}",
        "{\"description\":\"first\",\"description\":\"second\"}",
        "{\"secrets\":{\"token\":\"first\",\"token\":\"second\"}}",
        "{\"secrets\":{\"token\":\"line\\r\\nX-Injected: yes\"}}",
        "{\"expires_at\":\"+1000000000-12-31T23:59:59.999999999Z\"}",
        "{\"expires_at\":\"-1000000000-01-01T00:00:00Z\"}",
        "{\"expires_at\":\"0000-01-01T00:00:00Z\"}",
        "{\"fields\":{\"organization\":\"https://127.0.0.1:99999/acme\"}}",
        "{\"fields\":{\"organization\":\"https://[::1/acme\"}}",
        "{\"fields\":{\"organization\":\"https://[::1]:8/acme\"}}",
        "{\"fields\":{\"organization\":\"https://a:b@127.0.0.1/acme\"}}",
        "{\"fields\":{\"organization\":\"http://localhost/acme\"}}",
        "{\"fields\":{\"organization\":\"https://a_b/acme\"}}",
        "{\"fields\":{\"organization\":\"\\u202e\"}}",
        "{\"fields\":{\"username\":\"a:b\"}}",
        "{\"fields\":{\"username\":\"\\ud83d\\ude00\"}}",
        "[".repeat(5_000),
        "{\"labels\":".repeat(2_000),
        "{\"labels\":1e999999999}",
        "{\"description\":\"\\ud83d\\ude00\"}",
        "null",
        "",
        "\ufeff{}");
  }

  private static String labels(int count, String value) {
    StringBuilder labels = new StringBuilder();
    for (int i = 0; i < count; i++) {
      labels.append(i == 0 ? "" : ",").append("\"l" + i + "\":\"" + value + "\"");
    }
    return labels.toString();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void change_ofAnyKind_isTakenOrRefused(String body) {
    assertNoMistake(team.admin("PATCH", "/v1/credentials/ado", body));
    assertNoMistake(team.admin("PUT", "/v1/credentials/ado", body));
    assertNoMistake(team.admin("PUT", "/v1/credentials/not-there", body));
    assertNoMistake(team.admin("POST", "/v1/credentials", body));
    assertNoMistake(team.admin("PUT", "/v1/callers/made", body));
    assertNoMistake(team.admin("PUT", "/v1/policies/made", body));
    assertNoMistake(team.admin("POST", "/v1/credentials/ado/virtual-pats", body));
    json(200, team.admin("GET", "/v1/credentials", ""));
    json(200, team.admin("GET", "/v1/callers", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/credentials/a%2fb",
        "/v1/credentials/..%2fcallers",
        "/v1/credentials/a%5cb",
        "/v1/credentials/%00",
        "/v1/credentials/%ED%A0%80",
        "/v1/credentials/%ff",
        "/v1/credentials/with.dots",
        "/v1/credentials/a;b=c",
        "/v1/credentials//ado",
        "/v1/credentials/./ado",
        "/v1/credentials?limit=0",
        "/v1/credentials?limit=-1",
        "/v1/credentials?limit=99999999999999999999",
        "/v1/credentials?after=%ED%A0%80",
        "/v1/credentials?after=%00",
        "/v1/credentials?after=%25&limit=200",
        "/v1/callers?limit=0",
        "/v1/policies?limit=00001"
      })
  void path_ofAnyKind_isAnsweredOrRefused(String path) {
    for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
      String answer =
          team.vault()
              .raw(
                  "%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nContent-Length: 2\r\n"
                          .formatted(
                              method, path, team.vault().url().getAuthority(), basic("admin"))
                      + "Connection: close\r\n\r\n{}");
      assertThat(answer).matches("(?s)HTTP/1.1 [24].*");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*, *", "garbage", "W/\"x\"", "\"", "\"\",\"\"", "\u00ff", "-1"})
  void ifMatch_ofAnyKind_isRefused(String tag) {
    HttpRequest.Builder request =
        team.vault()
            .request("/v1/credentials/ado")
            .method("PATCH", BodyPublishers.ofString("{\"description\":\"never\"}"))
            .header("If-Match", tag)
            .header("Authorization", basic("admin"));
    assertThat(team.vault().send(request).statusCode()).isBetween(400, 412);
  }

  private static void assertNoMistake(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
    json(answer.body());
  }
}
