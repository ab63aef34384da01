package dev.tokenward.vault.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values made from a JSON schema: one that fits, and every kind of one that does not. */
final class Samples {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Map<String, JsonNode> ONE_OF_EACH_TYPE =
      new TreeMap<>(
          Map.of(
              "string", JSON.textNode("text"),
              "integer", JSON.numberNode(7),
              "number", JSON.numberNode(0.5),
              "boolean", JSON.booleanNode(true),
              "array", JSON.arrayNode(),
              "object", JSON.objectNode()));

  /**
   * A value that does not fit.
   *
   * @param field the field that is wrong in it, as an answer has to name it
   * @param what is wrong
   */
  record Wrong(String field, String what, JsonNode value) {}

  private Samples() {}

  /** A value that fits, with every field that there may be. */
  static JsonNode right(JsonNode schema) {
    if (schema.has("enum")) {
      return schema.get("enum").get(0);
    }
    return switch (schema.path("type").asText()) {
      case "object" -> rightObject(schema);
      case "array" -> JSON.arrayNode().add(right(schema.path("items")));
      case "boolean" -> JSON.booleanNode(true);
      case "integer" -> JSON.numberNode(1);
      default -> JSON.textNode(rightText(schema.path("format").asText()));
    };
  }

  private static String rightText(String format) {
    return switch (format) {
      case "duration" -> "PT5M";
      case "date-time" -> "2030-01-01T00:00:00Z";
      default -> "sample";
    };
  }

  private static ObjectNode rightObject(JsonNode schema) {
    ObjectNode object = JSON.objectNode();
    properties(schema)
        .properties()
        .forEach(each -> object.set(each.getKey(), right(each.getValue())));
    return object;
  }

  /** An object that takes any name is tried with one. */
  private static JsonNode properties(JsonNode schema) {
    return isMap(schema)
        ? JSON.objectNode().set("sample", schema.get("additionalProperties"))
        : schema.path("properties");
  }

  private static boolean isMap(JsonNode schema) {
    return schema.path("additionalProperties").isObject();
  }

  /** Every way to be wrong, each alone in a value that is right otherwise. */
  static List<Wrong> wrong(JsonNode schema, String field) {
    String type = schema.path("type").asText();
    List<Wrong> wrongs = new ArrayList<>();
    String named = field.isEmpty() ? "body" : field;
    ONE_OF_EACH_TYPE.forEach(
        (other, value) -> {
          if (!other.equals(type)) {
            wrongs.add(new Wrong(named, other, value));
          }
        });
    wrongs.addAll(
        switch (type) {
          case "object" -> wrongObjects(schema, field);
          case "array" -> wrongLists(schema, field);
          case "string" -> wrongTexts(schema, field);
          default -> List.of();
        });
    return wrongs;
  }

  private static List<Wrong> wrongTexts(JsonNode schema, String field) {
    List<Wrong> wrongs = new ArrayList<>();
    wrongs.add(new Wrong(field, "NUL", JSON.textNode("a\0b")));
    wrongs.add(new Wrong(field, "empty", JSON.textNode("")));
    wrongs.add(new Wrong(field, "blank", JSON.textNode(" ")));
    wrongs.add(new Wrong(field, "too long", JSON.textNode("x".repeat(30_000))));
    if (schema.has("enum") || schema.has("format")) {
      wrongs.add(new Wrong(field, "no such value", JSON.textNode("neither")));
    }
    return wrongs;
  }

  private static List<Wrong> wrongLists(JsonNode schema, String field) {
    JsonNode items = schema.path("items");
    List<Wrong> wrongs = new ArrayList<>();
    ArrayNode many = JSON.arrayNode();
    for (int i = 0; i < 1_000; i++) {
      many.add(right(items));
    }
    wrongs.add(new Wrong(field, "too many", many));
    wrongs.add(new Wrong(field + "[0]", "null", JSON.arrayNode().addNull()));
    wrong(items, field + "[0]")
        .forEach(
            each ->
                wrongs.add(
                    new Wrong(each.field(), each.what(), JSON.arrayNode().add(each.value()))));
    return wrongs;
  }

  private static List<Wrong> wrongObjects(JsonNode schema, String field) {
    List<Wrong> wrongs = new ArrayList<>();
    // In an object of any names, the same is a value of the wrong type.
    wrongs.add(new Wrong(join(field, "unknown"), "unknown", rightObject(schema).put("unknown", 1)));
    for (JsonNode required : schema.path("required")) {
      String name = required.asText();
      wrongs.add(new Wrong(join(field, name), "missing", rightObject(schema).without(name)));
      wrongs.add(new Wrong(join(field, name), "null", rightObject(schema).putNull(name)));
    }
    properties(schema)
        .properties()
        .forEach(
            property ->
                wrong(property.getValue(), join(field, property.getKey()))
                    .forEach(
                        each ->
                            wrongs.add(
                                new Wrong(
                                    each.field(),
                                    each.what(),
                                    rightObject(schema).set(property.getKey(), each.value())))));
    return wrongs;
  }

  private static String join(String field, String name) {
    return field.isEmpty() ? name : field + "." + name;
  }
}
