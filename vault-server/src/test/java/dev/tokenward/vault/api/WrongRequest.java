package dev.tokenward.vault.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.vault.TestVault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A request that the document does not allow.
 *
 * @param what is wrong with it, for the test's report
 * @param body sent as ISO 8859-1, so that it may be no UTF-8
 * @param field what the answer has to name
 */
record WrongRequest(
    DescribedOperation operation, String what, String target, String body, String field) {

  private static final Map<String, String> NO_JSON =
      new TreeMap<>(
          Map.of(
              "half an object", "{",
              "no JSON", "nothing",
              "form", "name=value",
              "two objects", "{} {}",
              "key twice", "{\"a\":1,\"a\":2}",
              "null", "null",
              "no UTF-8", "{\"\u00ff\":1}",
              "too deep", "[".repeat(20_000),
              "long number", "9".repeat(20_000)));

  /** Every request that is wrong in one way. */
  static List<WrongRequest> of(DescribedOperation operation) {
    List<WrongRequest> wrongs = new ArrayList<>();
    BiConsumer<Samples.Wrong, String> body =
        (wrong, text) ->
            wrongs.add(
                new WrongRequest(
                    operation,
                    wrong.field() + " in body: " + wrong.what(),
                    operation.target(),
                    text,
                    wrong.field()));
    wrongBodies(operation.body(), body);
    operation.parameters("path").forEach(each -> wrongs.addAll(wrongPaths(operation, each)));
    operation.parameters("query").forEach(each -> wrongs.addAll(wrongQueries(operation, each)));
    wrongs.add(query(operation, "unknown", "unknown=1", "unknown"));
    wrongs.add(query(operation, "no UTF-8", "un%ffknown=1", "un%ffknown"));
    return wrongs;
  }

  private static void wrongBodies(JsonNode schema, BiConsumer<Samples.Wrong, String> add) {
    // Where no body is taken, none of its fields is known.
    JsonNode known = schema.isMissingNode() ? TestVault.json("{\"type\":\"object\"}") : schema;
    Samples.wrong(known, "").forEach(each -> add.accept(each, each.value().toString()));
    NO_JSON.forEach((what, text) -> add.accept(new Samples.Wrong("body", what, known), text));
    if (known.has("required")) {
      add.accept(new Samples.Wrong("body", "missing", known), "");
    }
  }

  private static List<WrongRequest> wrongPaths(DescribedOperation operation, JsonNode parameter) {
    String name = parameter.path("name").asText();
    return List.of(
        // Before any route is found, so that the path is all there is to name.
        path(operation, name, "NUL", "a%00b", "path"),
        path(operation, name, "blank", "%20", name),
        path(operation, name, "too long", "x".repeat(3_000), name));
  }

  private static WrongRequest path(
      DescribedOperation operation, String name, String what, String value, String field) {
    return new WrongRequest(
        operation,
        name + " in path: " + what,
        operation.target(name, value),
        operation.sample(),
        field);
  }

  private static List<WrongRequest> wrongQueries(DescribedOperation operation, JsonNode parameter) {
    String name = parameter.path("name").asText();
    String right = Samples.right(parameter.path("schema")).asText();
    List<WrongRequest> wrongs = new ArrayList<>();
    wrongs.add(query(operation, "NUL", name + "=a%00b", name));
    wrongs.add(query(operation, "empty", name + "=", name));
    wrongs.add(query(operation, "no UTF-8", name + "=%ff", name));
    wrongs.add(query(operation, "too long", name + "=" + "x".repeat(3_000), name));
    wrongs.add(query(operation, "twice", name + "=" + right + "&" + name + "=" + right, name));
    if (!parameter.path("schema").path("type").asText().equals("string")) {
      wrongs.add(query(operation, "wrong type", name + "=text", name));
    }
    if (parameter.path("schema").has("enum") || parameter.path("schema").has("format")) {
      wrongs.add(query(operation, "no such value", name + "=neither", name));
    }
    if (parameter.path("required").asBoolean()) {
      wrongs.add(query(operation, "missing", "", name));
    }
    return wrongs;
  }

  private static WrongRequest query(
      DescribedOperation operation, String what, String query, String field) {
    return new WrongRequest(
        operation,
        field + " in query: " + what,
        operation.target() + "?" + query,
        operation.sample(),
        field);
  }

  @Override
  public String toString() {
    return operation + ": " + what;
  }
}
