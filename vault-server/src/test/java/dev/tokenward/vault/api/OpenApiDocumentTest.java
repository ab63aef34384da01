package dev.tokenward.vault.api;

import static dev.tokenward.vault.TestVault.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.vault.OneVault;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether {@code /openapi.json} is an OpenAPI 3.1 document, and tells the whole truth. */
class OpenApiDocumentTest extends OneVault {

  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{(\\w+)}");

  /** What is described by standards of its own, and needs no proof of who calls. */
  private static final Set<String> DESCRIBED_ELSEWHERE =
      Set.of(
          "POST /oauth2/token",
          "GET /oauth2/jwks",
          "GET /.well-known/oauth-authorization-server",
          "GET /.well-known/openid-configuration",
          "GET /openapi.json",
          "GET /health/live",
          "GET /health/ready");

  private JsonNode document;

  @BeforeAll
  void readDocument() {
    document = json(200, vault.send(vault.request("/openapi.json")));
  }

  private List<DescribedOperation> operations() {
    return DescribedOperation.of(document);
  }

  @Test
  void document_always_describesWhatIsRegisteredAndNothingElse() {
    Set<String> described =
        Stream.concat(
                operations().stream().map(DescribedOperation::toString),
                DESCRIBED_ELSEWHERE.stream())
            .collect(Collectors.toSet());
    assertThat(registered()).isEqualTo(described);
  }

  private Set<String> registered() {
    return Inside.javalin(vault.component().server())
        .unsafe
        .internalRouter
        .allHttpHandlers()
        .stream()
        .map(each -> each.endpoint)
        .filter(each -> each.method.isHttpMethod() && !each.method.equals(HandlerType.HEAD))
        .map(each -> each.method + " " + each.path)
        .collect(Collectors.toSet());
  }

  @Test
  void document_always_hasWhatOpenApiRequires() {
    assertThat(document.path("openapi").asText()).startsWith("3.1.");
    assertThat(document.at("/info/title").asText()).isNotBlank();
    assertThat(document.at("/info/version").asText()).isNotBlank();
    assertThat(document.at("/servers/0/url").asText()).isEqualTo(vault.url().toString());
    assertThat(operations()).isNotEmpty();
    for (JsonNode alternative : document.path("security")) {
      alternative
          .fieldNames()
          .forEachRemaining(
              scheme ->
                  assertThat(
                          document.at("/components/securitySchemes/" + scheme + "/type").asText())
                      .isEqualTo("http"));
    }
  }

  @Test
  void operationIds_always_areUnique() {
    assertThat(document.findValuesAsText("operationId"))
        .doesNotHaveDuplicates()
        .hasSameSizeAs(operations());
  }

  @Test
  void references_always_leadToASchema() {
    assertThat(document.findParents("$ref"))
        .isNotEmpty()
        .allSatisfy(
            each -> assertThat(Schemas.resolve(document, each).path("type").asText()).isNotEmpty());
  }

  @Test
  void schemas_always_haveATypeAndRequireOnlyWhatTheyHave() {
    assertThat(document.findValues("schema")).isNotEmpty().allSatisfy(this::checkSchema);
  }

  private void checkSchema(JsonNode reference) {
    JsonNode schema = Schemas.resolve(document, reference);
    assertThat(schema.path("type").asText())
        .isIn("object", "array", "string", "boolean", "integer", "number");
    schema
        .path("required")
        .forEach(each -> assertThat(schema.path("properties").has(each.asText())).isTrue());
    schema.path("properties").forEach(this::checkSchema);
    if (schema.path("type").asText().equals("array")) {
      checkSchema(schema.path("items"));
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operation_always_describesItsParametersAndAnswers(DescribedOperation operation) {
    assertThat(operation.path()).startsWith("/v1/");
    assertThat(operation.parameters("path").map(each -> each.path("name").asText()))
        .containsExactlyElementsOf(
            PATH_PARAMETER
                .matcher(operation.path())
                .results()
                .map((MatchResult each) -> each.group(1))
                .toList());
    assertThat(operation.parameters("path")).allMatch(each -> each.path("required").asBoolean());
    assertThat(operation.responses().properties())
        .hasSizeGreaterThan(1)
        .allSatisfy(
            each -> {
              assertThat(each.getKey()).matches("default|[2-5]\\d\\d");
              assertThat(each.getValue().path("description").asText()).isNotBlank();
            });
  }
}
