package dev.tokenward.vault.api;

import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.api.Operation.Ask;
import dev.tokenward.vault.api.Operation.Parameter;
import dev.tokenward.vault.broker.Precondition;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a request against its operation before anything is decided. */
final class Asks {

  /** The longest body of the API. */
  static final int LONGEST_BODY = 64 * 1024;

  private static final long MOST_SKIPPED = 4L << 20;
  private static final byte[] EMPTY = {'{', '}'};

  private Asks() {}

  static Ask of(Operation operation, Context context, Caller caller, String traceId) {
    Call call = new Call(caller, operation.method() + " " + operation.path(), traceId);
    Map<String, String> path = new LinkedHashMap<>();
    context.pathParamMap().forEach((name, value) -> path.put(name, Shape.text(value, name)));
    return new Ask(
        call,
        path,
        query(operation, context),
        precondition(operation, context),
        body(operation, context));
  }

  private static Precondition precondition(Operation operation, Context context) {
    return operation.conditional() ? precondition(context) : Precondition.NONE;
  }

  private static Precondition precondition(Context context) {
    String none = context.header("If-None-Match");
    if (none != null && !none.equals("*")) {
      throw Shape.wrong("If-None-Match", "is * where it is given");
    }
    return new Precondition(
        Optional.ofNullable(context.header("If-Match"))
            .map(tag -> Shape.text(tag.strip(), "If-Match")),
        none != null);
  }

  private static Map<String, String> query(Operation operation, Context context) {
    Map<String, String> query = new LinkedHashMap<>();
    given(context).forEach((name, values) -> query.put(name, parameter(operation, name, values)));
    return query;
  }

  private static Map<String, List<String>> given(Context context) {
    try {
      return UrlEncoded.parse(context.queryString());
    } catch (UrlEncoded.BadEncodingException e) {
      throw Shape.wrong(e.name(), "is not percent-encoded UTF-8");
    }
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
    Shape.requireParameter(known.type(), value, name);
    return value;
  }

  private static Record body(Operation operation, Context context) {
    byte[] bytes = bytes(context);
    boolean left = bytes.length == 0 && Shape.allOptional(operation.body());
    return Shape.read(operation.body(), Json.read(left ? EMPTY : bytes));
  }

  /**
   * The body of a request.
   *
   * @throws RefusedException when it is too long, or ends too early
   */
  static byte[] bytes(Context context) {
    try {
      InputStream body = context.bodyInputStream();
      byte[] bytes = body.readNBytes(LONGEST_BODY + 1);
      if (bytes.length > LONGEST_BODY) {
        skip(body);
        throw new RefusedException(
            RefusedException.Reason.TOO_LARGE,
            "The body is longer than " + LONGEST_BODY + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw Shape.wrong("body", "did not arrive whole");
    }
  }

  /** Closing on bytes that nobody read resets the connection, and the client sees no answer. */
  private static void skip(InputStream body) throws IOException {
    long left = MOST_SKIPPED;
    for (long step = 1; left > 0 && step > 0; left -= step) {
      step = body.skip(left);
    }
  }
}
