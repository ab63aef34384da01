package dev.tokenward.vault.api;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.broker.Precondition;
import dev.tokenward.vault.broker.Written;
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
 * @param conditional whether it takes If-Match and If-None-Match
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
    boolean conditional,
    int status,
    Class<? extends Record> answer,
    Action action) {

  /** A body that says nothing: whatever is sent in its place is refused, and not ignored. */
  record Nothing() {}

  /** A query parameter; all are optional. Its type is text, boolean, int, Instant or an enum. */
  record Parameter(String name, Class<?> type, String help) {

    static final Parameter AFTER =
        new Parameter("after", String.class, "Where the page before ended: its next.");
    static final Parameter LIMIT =
        new Parameter("limit", int.class, "How many at most, 1 to 200; 50 when left out.");

    static Parameter text(String name, String help) {
      return new Parameter(name, String.class, help);
    }
  }

  /** An answer that is one record: it carries the tag by which the next change names it. */
  interface Tagged {

    String etag();
  }

  /** An answer about a record that is new. */
  record Created(Record answer) {

    static Record of(Written<? extends Record> written) {
      return written.created() ? new Created(written.record()) : written.record();
    }
  }

  /** A request that was authenticated and checked against its operation. */
  record Ask(
      Call call,
      Map<String, String> path,
      Map<String, String> query,
      Precondition precondition,
      Record body) {

    String after() {
      return query("after").orElse("");
    }

    int limit() {
      return query("limit").map(Integer::parseInt).orElse(50);
    }

    String path(String name) {
      return Optional.ofNullable(path.get(name)).orElseThrow();
    }

    Optional<String> query(String name) {
      return Optional.ofNullable(query.get(name));
    }

    <T> Optional<T> query(String name, Class<T> type) {
      return query(name).map(value -> Shape.parameter(type, value, name));
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
    return of(HandlerType.GET, path, id, summary, Nothing.class, answer, action);
  }

  static Operation post(
      String path,
      String id,
      String summary,
      Class<? extends Record> body,
      Class<? extends Record> answer,
      Action action) {
    return of(HandlerType.POST, path, id, summary, body, answer, action);
  }

  static Operation put(
      String path,
      String id,
      String summary,
      Class<? extends Record> body,
      Class<? extends Record> answer,
      Action action) {
    return of(HandlerType.PUT, path, id, summary, body, answer, action).onCondition();
  }

  static Operation patch(
      String path,
      String id,
      String summary,
      Class<? extends Record> body,
      Class<? extends Record> answer,
      Action action) {
    return of(HandlerType.PATCH, path, id, summary, body, answer, action).onCondition();
  }

  static Operation delete(
      String path, String id, String summary, Class<? extends Record> answer, Action action) {
    return of(HandlerType.DELETE, path, id, summary, Nothing.class, answer, action);
  }

  private static Operation of(
      HandlerType method,
      String path,
      String id,
      String summary,
      Class<? extends Record> body,
      Class<? extends Record> answer,
      Action action) {
    return new Operation(method, path, id, summary, body, List.of(), false, 200, answer, action);
  }

  Operation taking(Parameter... parameters) {
    return new Operation(
        method, path, id, summary, body, List.of(parameters), conditional, status, answer, action);
  }

  /** Takes If-Match and If-None-Match. */
  Operation onCondition() {
    return new Operation(method, path, id, summary, body, query, true, status, answer, action);
  }

  Operation creating() {
    return answering(201);
  }

  /** Answers that something began which ends later. */
  Operation beginning() {
    return answering(202);
  }

  private Operation answering(int other) {
    return new Operation(
        method, path, id, summary, body, query, conditional, other, answer, action);
  }

  /** What it may answer when it does what is asked: a PUT also makes what is not there. */
  List<Integer> statuses() {
    return method.equals(HandlerType.PUT) ? List.of(status, 201) : List.of(status);
  }
}
