package dev.tokenward.vault.api;

import dev.tokenward.vault.api.Operation.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document, made from the operations that register the routes. */
final class OpenApi {

  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{(\\w+)}");

  private OpenApi() {}

  static Map<String, Object> document(List<Operation> operations, String version, String server) {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Operation operation : operations) {
      paths
          .computeIfAbsent(operation.path(), path -> new LinkedHashMap<>())
          .put(operation.method().name().toLowerCase(Locale.ROOT), describe(operation));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Tokenward vault", "version", version));
    document.put("servers", List.of(Map.of("url", server)));
    document.put("security", List.of(Map.of("bearer", List.of()), Map.of("client", List.of())));
    document.put("paths", paths);
    document.put("components", components());
    return document;
  }

  private static Map<String, Object> describe(Operation operation) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("operationId", operation.id());
    described.put("summary", operation.summary());
    described.put("parameters", parameters(operation));
    if (operation.body() != Operation.Nothing.class) {
      described.put(
          "requestBody",
          Map.of(
              "required",
              !Shape.allOptional(operation.body()),
              "content",
              json("application/json", Shape.schema(operation.body()))));
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    operation
        .statuses()
        .forEach(status -> responses.put(String.valueOf(status), answer(operation)));
    responses.put(
        "default",
        response(
            "A problem (RFC 9457)",
            "application/problem+json",
            Map.of("$ref", "#/components/schemas/Problem")));
    described.put("responses", responses);
    return described;
  }

  private static Map<String, Object> answer(Operation operation) {
    Map<String, Object> answer =
        new LinkedHashMap<>(
            response("As asked", "application/json", Shape.schema(operation.answer())));
    if (Operation.Tagged.class.isAssignableFrom(operation.answer())) {
      answer.put(
          "headers",
          Map.of("ETag", Map.of("description", "What If-Match names.", "schema", text())));
    }
    return answer;
  }

  private static Map<String, Object> header(String name, String help) {
    return Map.of(
        "name", name, "in", "header", "required", false, "description", help, "schema", text());
  }

  private static List<Map<String, Object>> parameters(Operation operation) {
    List<Map<String, Object>> parameters = new ArrayList<>();
    Matcher names = PATH_PARAMETER.matcher(operation.path());
    while (names.find()) {
      parameters.add(
          Map.of("name", names.group(1), "in", "path", "required", true, "schema", text()));
    }
    for (Parameter each : operation.query()) {
      parameters.add(
          Map.of(
              "name",
              each.name(),
              "in",
              "query",
              "required",
              false,
              "description",
              each.help(),
              "schema",
              Shape.schema(each.type())));
    }
    if (operation.conditional()) {
      parameters.add(header("If-Match", "The ETag of the record as you know it, or *."));
      parameters.add(header("If-None-Match", "*: only where there is no such record yet."));
    }
    return parameters;
  }

  private static Map<String, Object> text() {
    return Map.of("type", "string");
  }

  private static Map<String, Object> response(
      String description, String contentType, Map<String, Object> schema) {
    return Map.of("description", description, "content", json(contentType, schema));
  }

  private static Map<String, Object> json(String contentType, Map<String, Object> schema) {
    return Map.of(contentType, Map.of("schema", schema));
  }

  private static Map<String, Object> components() {
    return Map.of(
        "schemas",
        Map.of("Problem", Shape.schema(Problem.class)),
        "securitySchemes",
        Map.of(
            "bearer",
            Map.of("type", "http", "scheme", "bearer", "bearerFormat", "JWT"),
            "client",
            Map.of("type", "http", "scheme", "basic")));
  }
}
