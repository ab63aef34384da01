package dev.tokenward.vault.api;

import dev.tokenward.vault.access.Call;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of the API: what registers the route also describes it.
 *
 * @param path with {@code {name}} for path parameters
 * @param id for the OpenAPI document
 * @param body the record of the request's body; {@link Nothing} where it takes none
 * @param query the query parameters it knows
 * @param answer the record of the answer's body
 * @param action runs it, for an authenticated caller
 */
record Operation(
    HandlerType method,
    String path,
    String id,
    String summary,
    Class<? extends Record> body,
    List<Parameter> query,
    int status,
    Class<? extends Record> answer,
    Action action) {

  /** A body that says nothing: whatever is sent in its place is refused, and not ignored. */
  record Nothing() {}

  /** A query parameter; all are optional. */
  record Parameter(String name, boolean bool, String help) {}

  /** A request that was authenticated and checked against its operation. */
  record Ask(Call call, Map<String, String> path, Map<String, String> query, Record body) {

    String path(String name) {
      return Optional.ofNullable(path.get(name)).orElseThrow();
    }

    Optional<String> query(String name) {
      return Optional.ofNullable(query.get(name));
    }

    <T> T body(Class<T> type) {
      return type.cast(body);
    }
  }

  /** What an operation does. */
  @FunctionalInterface
  interface Action {

    Record run(Ask ask);
  }

  static Operation get(
      String path, String id, String summary, Class<? extends Record> answer, Action action) {
    return new Operation(
        HandlerType.GET, path, id, summary, Nothing.class, List.of(), 200, answer, action);
  }

  static Operation post(
      String path,
      String id,
      String summary,
      Class<? extends Record> body,
      Class<? extends Record> answer,
      Action action) {
    return new Operation(HandlerType.POST, path, id, summary, body, List.of(), 200, answer, action);
  }

  static Operation delete(
      String path, String id, String summary, Class<? extends Record> answer, Action action) {
    return new Operation(
        HandlerType.DELETE, path, id, summary, Nothing.class, List.of(), 200, answer, action);
  }

  Operation taking(Parameter... parameters) {
    return new Operation(
        method, path, id, summary, body, List.of(parameters), status, answer, action);
  }

  Operation answering(int created) {
    return new Operation(method, path, id, summary, body, query, created, answer, action);
  }
}
