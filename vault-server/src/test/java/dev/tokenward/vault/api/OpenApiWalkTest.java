package dev.tokenward.vault.api;

import static dev.tokenward.vault.TestVault.basic;
import static dev.tokenward.vault.TestVault.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.vault.OneVault;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks the document of a running vault and sends every operation what the document does not allow.
 * A new route is walked as soon as it is described.
 */
class OpenApiWalkTest extends OneVault {

  private JsonNode document;

  @BeforeAll
  void readDocument() {
    document = json(200, vault.send(vault.request("/openapi.json")));
  }

  private List<DescribedOperation> operations() {
    return DescribedOperation.of(document);
  }

  private Stream<WrongRequest> wrongRequests() {
    return operations().stream().flatMap(each -> WrongRequest.of(each).stream());
  }

  @ParameterizedTest
  @MethodSource("wrongRequests")
  void anything_notAsDescribed_is400NamingTheField(WrongRequest wrong) {
    JsonNode problem =
        problem(
            400,
            send(
                wrong.operation(),
                wrong.target(),
                BodyPublishers.ofString(wrong.body(), ISO_8859_1)));
    assertThat(problem.path("field").asText()).isEqualTo(wrong.field());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anything_of1MiB_is413(DescribedOperation operation) {
    byte[] body = (operation.sample() + " ".repeat(1 << 20)).getBytes(UTF_8);
    problem(413, send(operation, operation.target(), BodyPublishers.ofByteArray(body)));
    problem(
        413,
        send(
            operation,
            operation.target(),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anything_withoutProofOfWhoCalls_is401WithAChallenge(DescribedOperation operation) {
    HttpResponse<String> answer =
        vault.send(
            vault
                .request(operation.target())
                .method(operation.method(), BodyPublishers.ofString(operation.sample())));
    problem(401, answer);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void path_anotherMethod_is405WithWhatIsAllowed(DescribedOperation operation) {
    List<String> known =
        operations().stream()
            .filter(each -> each.path().equals(operation.path()))
            .map(DescribedOperation::method)
            .flatMap(each -> each.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(each))
            .toList();
    for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
      if (!known.contains(method)) {
        HttpResponse<String> answer =
            vault.send(method, operation.target(), basic("ci"), operation.sample());
        problem(405, answer);
        assertThat(answer.headers().firstValue("Allow").orElse("").split(", "))
            .containsExactlyInAnyOrderElementsOf(known);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anything_asDescribed_isAnsweredAsDescribed(DescribedOperation operation) {
    HttpResponse<String> answer =
        send(operation, operation.target(), BodyPublishers.ofString(operation.sample()));
    String status = String.valueOf(answer.statusCode());
    JsonNode described =
        operation.responses().path(operation.responses().has(status) ? status : "default");
    Map.Entry<String, JsonNode> content = described.path("content").properties().iterator().next();
    assertThat(answer.headers().firstValue("Content-Type")).contains(content.getKey());
    assertThat(Schemas.misfits(document, content.getValue().path("schema"), json(answer.body())))
        .isEmpty();
    assertThat(answer.statusCode()).isLessThan(500);
  }

  private HttpResponse<String> send(
      DescribedOperation operation, String target, BodyPublisher body) {
    HttpRequest.Builder request =
        vault
            .request(target)
            .method(operation.method(), body)
            .header("Content-Type", "application/json")
            .header("Authorization", basic("ci"));
    return vault.send(request);
  }

  private JsonNode problem(int status, HttpResponse<String> answer) {
    JsonNode problem = json(status, answer);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    JsonNode schema = document.at("/components/schemas/Problem");
    assertThat(Schemas.misfits(document, schema, problem)).isEmpty();
    return problem;
  }
}
