package dev.tokenward.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** An HTTP answer. */
record Answer(int status, String body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** This answer, if it has that status. */
  Answer expect(int expected) {
    if (status != expected) {
      throw new IllegalStateException(
          "HTTP " + expected + " was expected, " + status + " came: " + body);
    }
    return this;
  }

  /** A field of the JSON body: its name, or a path such as {@code /value/0/name}. */
  String field(String name) {
    JsonNode value = json().at(name.startsWith("/") ? name : "/" + name);
    if (value.isMissingNode()) {
      throw new IllegalStateException("The answer has no " + name + ": " + body);
    }
    return value.asText();
  }

  private JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new IllegalStateException("The answer is not JSON: " + body, e);
    }
  }
}
