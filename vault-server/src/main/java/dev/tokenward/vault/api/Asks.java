package dev.tokenward.vault.api;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.api.Operation.Ask;
import dev.tokenward.vault.api.Operation.Parameter;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a request against its operation before anything is decided. */
final class Asks {

  /** The longest body of the API. */
  static final int LONGEST_BODY = 64 * 1024;

  private Asks() {}

  static Ask of(Operation operation, Context context, Caller caller, String traceId) {
    Call call = new Call(caller, operation.method() + " " + operation.path(), traceId);
    Map<String, String> path = new LinkedHashMap<>();
    context.pathParamMap().forEach((name, value) -> path.put(name, Shape.text(value, name)));
    return new Ask(call, path, query(operation, context), body(operation, context));
  }

  private static Map<String, String> query(Operation operation, Context context) {
    Map<String, String> query = new LinkedHashMap<>();
    context
        .queryParamMap()
        .forEach((name, values) -> query.put(name, parameter(operation, name, values)));
    return query;
  }

  private static String parameter(Operation operation, String name, List<String> values) {
    Parameter known =
        operation.query().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> Shape.wrong(name, "is not a query parameter here"));
    if (values.size() != 1) {
      throw Shape.wrong(name, "is given more than once");
    }
    String value = Shape.text(values.get(0), name);
    if (known.bool() && !value.equals("true") && !value.equals("false")) {
      throw Shape.wrong(name, "is true or false");
    }
    return value;
  }

  private static Optional<Record> body(Operation operation, Context context) {
    if (operation.body() == null) {
      return Optional.empty();
    }
    byte[] bytes = context.bodyAsBytes();
    if (bytes.length > LONGEST_BODY) {
      throw new RefusedException(
          RefusedException.Reason.TOO_LARGE, "The body is longer than " + LONGEST_BODY + " bytes");
    }
    if (bytes.length == 0 && Shape.allOptional(operation.body())) {
      return Optional.of(
          Shape.read(
              operation.body(), Json.read("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }
    return Optional.of(Shape.read(operation.body(), Json.read(bytes)));
  }
}
