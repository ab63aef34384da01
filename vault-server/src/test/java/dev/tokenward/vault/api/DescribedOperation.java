package dev.tokenward.vault.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One operation as {@code /openapi.json} describes it.
 *
 * @param body the schema of the request's body; missing where it takes none
 */
record DescribedOperation(
    String method, String path, List<JsonNode> parameters, JsonNode body, JsonNode responses) {

  static List<DescribedOperation> of(JsonNode document) {
    List<DescribedOperation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        each -> operations.add(of(each.getKey(), path.getKey(), each.getValue()))));
    return operations;
  }

  private static DescribedOperation of(String method, String path, JsonNode described) {
    return new DescribedOperation(
        method.toUpperCase(Locale.ROOT),
        path,
        described.path("parameters").valueStream().toList(),
        described.path("requestBody").path("content").path("application/json").path("schema"),
        described.path("responses"));
  }

  /** Its parameters in the path, or those in the query. */
  Stream<JsonNode> parameters(String in) {
    return parameters.stream().filter(each -> each.path("in").asText().equals(in));
  }

  /** Its path, with a name wherever one belongs. */
  String target() {
    return path.replaceAll("\\{\\w+}", "sample");
  }

  /** Its path with {@code value}, as it is sent, for one parameter, and a name for the others. */
  String target(String parameter, String value) {
    return path.replace("{" + parameter + "}", value).replaceAll("\\{\\w+}", "sample");
  }

  /** A body that fits, or nothing where none is taken. */
  String sample() {
    return body.isMissingNode() ? "" : Samples.right(body).toString();
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
