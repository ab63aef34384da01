package dev.tokenward.vault.api;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.vault.OneVault;
import java.util.Arrays;
import org.eclipse.jetty.server.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client sends on purpose, byte by byte: every answer is a problem of the client's. */
class ErrorShapeTest extends OneVault {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/leases/a%00b",
        "/v1/leases/a%zz",
        "/v1/leases/%ff",
        "/v1/leases/a%2fb",
        "/v1/leases/a%2f..%2fkinds",
        "/v1/leases/../kinds",
        "/v1/leases/%2e%2e/kinds",
        "/v1/leases/a;b=c",
        "/v1/kinds;b",
        "/v1;x/kinds",
        "/v1//kinds",
        "//v1/kinds",
        "/v1%2fkinds",
        "/%76%31/kinds",
        "/V1/kinds",
        "/v1/leases?credential=%zz",
        "/v1/leases?%zz",
        "/v1/leases?=",
        "/v1/none",
        "/none",
        "/",
        "*",
        "http://evil.example/v1/kinds",
        "kinds",
      })
  void target_odd_isAProblemOfTheClient(String target) {
    problem(raw("GET " + target + " HTTP/1.1", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE",
        "GET /v1/kinds",
        "GET /v1/kinds HTTP/1.0",
        "GET /v1/kinds HTTP/1.1",
        "GET /v1/kinds HTTP/2.0",
        "GET /v1/kinds HTTP/9",
        "GET  HTTP/1.1",
        "\u0016\u0003\u0001",
        "CONNECT evil.example:443 HTTP/1.1",
      })
  void requestLine_oddAndWithoutHost_isAProblemOfTheClient(String line) {
    problem(vault.raw(line + "\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: a b",
        " folded: x",
        "No colon",
        "Content-Length: 1\r\nContent-Length: 2",
        "Content-Length: x",
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Expect: nonsense",
      })
  void header_odd_isAProblemOfTheClient(String header) {
    problem(raw("POST /v1/credentials/ado/token HTTP/1.1", header + "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 10\r\n\r\n{",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\n{",
        "Content-Type: application/json; charset=nonsense\r\nContent-Length: 1\r\n\r\n{",
        "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\u001f\u008b",
      })
  void body_cutShortOrUnreadable_isAProblemOfTheClient(String rest) {
    JsonNode problem = problem(vault.raw(head("POST /v1/credentials/ado/token HTTP/1.1") + rest));
    assertThat(problem.path("field").asText()).isEqualTo("body");
  }

  @Test
  void requestLineAndHeaders_tooLong_areNamedAsThat() {
    String x = "x".repeat(20_000);
    assertThat(problem(raw("GET /v1/" + x + " HTTP/1.1", "")).path("status").asInt())
        .isEqualTo(414);
    assertThat(problem(raw("GET /v1/kinds HTTP/1.1", "X: " + x + "\r\n")).path("status").asInt())
        .isEqualTo(431);
  }

  @ParameterizedTest
  @CsvSource({
    "TRACE /v1/kinds",
    "BREW /v1/kinds",
    "OPTIONS /v1/kinds",
    "PUT /oauth2/token",
    "GET /oauth2/token",
    "DELETE /health/ready",
    "POST /openapi.json"
  })
  void method_notForThisPath_is405AndNothingIsEchoed(String request) {
    String text = vault.raw(head(request + " HTTP/1.1") + "X-Mine: echo\r\n\r\n");
    assertThat(problem(text).path("status").asInt()).isEqualTo(405);
    assertThat(text).contains("\r\nAllow: ").doesNotContain("echo");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/kinds,200",
    "/v1/leases/none,404",
    "/v1/none,404",
    "/health/live,200",
    "/openapi.json,200"
  })
  void head_onAnyRoute_hasTheHeadOfGetAndNoBody(String path, int status) {
    RawAnswer head = RawAnswer.of(vault.raw(head("HEAD " + path + " HTTP/1.1") + "\r\n"));
    RawAnswer get = RawAnswer.of(vault.raw(head("GET " + path + " HTTP/1.1") + "\r\n"));
    assertThat(head.status()).isEqualTo(get.status()).isEqualTo(status);
    assertThat(head.body()).isEmpty();
    assertThat(withoutDate(head)).isEqualTo(withoutDate(get));
  }

  private static String withoutDate(RawAnswer answer) {
    return answer.head().replaceAll("date: [^\r]*", "");
  }

  @Test
  void traceparent_good_isTheTraceOfTheProblem() {
    assertThat(traceOf("00-" + TRACE + "-00f067aa0ba902b7-01")).isEqualTo(TRACE);
    assertThat(
            problem(
                    raw(
                        "GET /v1/a%00b HTTP/1.1",
                        traceparent("00-" + TRACE + "-00f067aa0ba902b7-01")))
                .path("traceId")
                .asText())
        .hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
      })
  void traceparent_bad_isNotTaken(String traceparent) {
    assertThat(traceOf(traceparent))
        .isNotEqualToIgnoringCase(TRACE)
        .matches("(?!0{32})[0-9a-f]{32}");
  }

  private String traceOf(String traceparent) {
    return problem(raw("GET /v1/none HTTP/1.1", traceparent(traceparent))).path("traceId").asText();
  }

  private static String traceparent(String value) {
    return "traceparent: " + value + "\r\n";
  }

  @Test
  void connection_silent_isGivenUpAfterAWhile() {
    assertThat(
            Arrays.stream(
                Inside.javalin(vault.component().server()).jettyServer().server().getConnectors()))
        .isNotEmpty()
        .extracting(Connector::getIdleTimeout)
        .allMatch(limit -> limit > 0 && limit <= 60_000);
  }

  private String raw(String requestLine, String headers) {
    return vault.raw(head(requestLine) + headers + "\r\n");
  }

  private String head(String requestLine) {
    return requestLine
        + "\r\nHost: "
        + vault.url().getAuthority()
        + "\r\nAuthorization: "
        + basic("ci")
        + "\r\nConnection: close\r\n";
  }

  private static JsonNode problem(String text) {
    RawAnswer answer = RawAnswer.of(text);
    assertThat(answer.status()).as(text).isBetween(400, 499);
    assertThat(answer.has("Content-Type: application/problem+json")).as(text).isTrue();
    assertThat(answer.has("Cache-Control: no-store")).as(text).isTrue();
    assertThat(text).doesNotContainIgnoringCase("<html", "jetty", "javalin", "exception");
    JsonNode problem = json(answer.body());
    assertThat(problem.path("type").asText()).startsWith("urn:tokenward:problem:");
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
    assertThat(problem.path("detail").asText()).isNotBlank();
    assertThat(problem.path("message")).isEqualTo(problem.path("detail"));
    assertThat(problem.path("traceId").asText()).matches("[0-9a-f]{32}");
    return problem;
  }
}
