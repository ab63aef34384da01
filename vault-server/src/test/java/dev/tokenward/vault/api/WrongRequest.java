package dev.tokenward.vault.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A request that the document does not allow.
 *
 * @param what is wrong with it, for the test's report
 * @param field what the answer has to name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WrongRequest(
    DescribedOperation operation, String what, String target, byte[] body, String field) {

  private static final Map<String, byte[]> NO_JSON =
      new TreeMap<>(
          Map.of(
              "half an object", bytes("{"),
              "no JSON", bytes("nothing"),
              "form", bytes("name=value"),
              "two objects", bytes("{} {}"),
              "key twice", bytes("{\"a\":1,\"a\":2}"),
              "null", bytes("null"),
              "no UTF-8", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
              "too deep", bytes("[".repeat(20_000)),
              "long number", bytes("9".repeat(20_000))));

  /** Every request that is wrong in one way. */
  static List<WrongRequest> of(DescribedOperation operation) {
    List<WrongRequest> wrongs = new ArrayList<>();
    BiConsumer<Samples.Wrong, byte[]> body =
        (wrong, bytes) ->
            wrongs.add(
                new WrongRequest(
                    operation,
                    wrong.field() + " in body: " + wrong.what(),
                    operation.target(),
                    bytes,
                    wrong.field()));
    wrongBodies(operation.body(), body);
    operation.parameters("path").forEach(each -> wrongs.addAll(wrongPaths(operation, each)));
    operation.parameters("query").forEach(each -> wrongs.addAll(wrongQueries(operation, each)));
    wrongs.add(query(operation, "unknown", "unknown=1", "unknown"));
    wrongs.add(query(operation, "no UTF-8", "un%ffknown=1", "un%ffknown"));
    return wrongs;
  }

  private static void wrongBodies(JsonNode schema, BiConsumer<Samples.Wrong, byte[]> add) {
    // Where no body is taken, none of its fields is known.
    JsonNode known = schema.isMissingNode() ? Json.read(bytes("{\"type\":\"object\"}")) : schema;
    Samples.wrong(known, "").forEach(each -> add.accept(each, bytes(each.value().toString())));
    NO_JSON.forEach((what, bytes) -> add.accept(new Samples.Wrong("body", what, known), bytes));
    if (known.has("required")) {
      add.accept(new Samples.Wrong("body", "missing", known), new byte[0]);
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
        bytes(operation.sample()),
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
        bytes(operation.sample()),
        field);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return operation + ": " + what;
  }
}
