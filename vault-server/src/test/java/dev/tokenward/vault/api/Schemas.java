package dev.tokenward.vault.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Checks a value against as much of JSON Schema as the vault's document uses. */
final class Schemas {

  private Schemas() {}

  /** Where {@code value} does not fit; empty if it does. */
  static List<String> misfits(JsonNode document, JsonNode schema, JsonNode value) {
    List<String> misfits = new ArrayList<>();
    check(document, schema, value, "", misfits);
    return misfits;
  }

  /** What a {@code $ref} within the document leads to; missing if nowhere. */
  static JsonNode resolve(JsonNode document, JsonNode schema) {
    return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
  }

  private static void check(
      JsonNode document, JsonNode reference, JsonNode value, String at, List<String> misfits) {
    JsonNode schema = resolve(document, reference);
    String type = schema.path("type").asText();
    if (!is(type, value)) {
      misfits.add(at + " is no " + type);
      return;
    }
    if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
      misfits.add(at + " is none of " + schema.get("enum"));
    }
    for (JsonNode item : type.equals("array") ? value : List.<JsonNode>of()) {
      check(document, schema.path("items"), item, at + "[]", misfits);
    }
    if (type.equals("object")) {
      checkObject(document, schema, value, at, misfits);
    }
  }

  private static void checkObject(
      JsonNode document, JsonNode schema, JsonNode value, String at, List<String> misfits) {
    for (JsonNode required : schema.path("required")) {
      if (!value.hasNonNull(required.asText())) {
        misfits.add(at + "." + required.asText() + " is missing");
      }
    }
    value
        .properties()
        .forEach(
            each -> {
              JsonNode known =
                  schema.path("properties").has(each.getKey())
                      ? schema.path("properties").path(each.getKey())
                      : schema.path("additionalProperties");
              if (!known.isObject()) {
                misfits.add(at + "." + each.getKey() + " is not described");
              } else {
                check(document, known, each.getValue(), at + "." + each.getKey(), misfits);
              }
            });
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> false;
    };
  }
}
