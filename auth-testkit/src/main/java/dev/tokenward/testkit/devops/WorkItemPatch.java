package dev.tokenward.testkit.devops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.testkit.http.RefusedException;
import java.util.HashMap;
import java.util.Map;

/** A JSON Patch (RFC 6902) of a work item: its fields, and a test of its revision. */
record WorkItemPatch(JsonNode operations) {

  private static final String FIELDS = "/fields/";

  WorkItemPatch {
    if (!operations.isArray() || operations.isEmpty()) {
      throw malformed("You must pass a valid patch document in the body of the request.");
    }
  }

  /** Returns {@code fields} after all operations, for an item at revision {@code rev}. */
  Map<String, Object> apply(Map<String, Object> fields, int rev) {
    Map<String, Object> changed = new HashMap<>(fields);
    for (JsonNode operation : operations) {
      String path = operation.path("path").asText();
      if (path.equals("/rev")) {
        test(operation, rev);
      } else if (path.startsWith(FIELDS)) {
        apply(operation, path.substring(FIELDS.length()), changed);
      } else {
        throw malformed("The emulator cannot patch the path '" + path + "'.");
      }
    }
    return changed;
  }

  private static void test(JsonNode operation, int rev) {
    if (!operation.path("op").asText().equals("test")) {
      throw malformed("The revision can only be tested.");
    }
    if (operation.path("value").asInt() != rev) {
      throw ServiceError.of(
          412,
          "TestPatchOperationFailedException",
          "VS403351: Test Operation for path /rev failed.");
    }
  }

  private static void apply(JsonNode operation, String field, Map<String, Object> changed) {
    switch (operation.path("op").asText()) {
      case "add", "replace" -> changed.put(field, plain(operation.path("value")));
      case "remove" -> changed.remove(field);
      default -> throw malformed("The emulator knows add, replace, remove and test.");
    }
  }

  private static Object plain(JsonNode value) {
    if (value.isNumber()) {
      return value.numberValue();
    }
    return value.isBoolean() ? (Object) value.booleanValue() : value.asText();
  }

  private static RefusedException malformed(String message) {
    return ServiceError.of(400, "VssPropertyValidationException", message);
  }
}
