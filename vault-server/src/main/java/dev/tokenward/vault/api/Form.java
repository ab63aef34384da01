package dev.tokenward.vault.api;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A form of the token endpoint, read as RFC 6749, 3.2 says: unknown parameters are ignored, empty
 * ones are absent, none comes twice.
 */
final class Form {

  private final Map<String, List<String>> parameters;

  private Form(Map<String, List<String>> parameters) {
    this.parameters = parameters;
  }

  static Form of(Context context) {
    String type = Optional.ofNullable(context.header("Content-Type")).orElse("");
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      throw new OAuthError(
          "invalid_request", "Send a form: Content-Type application/x-www-form-urlencoded");
    }
    Form form = new Form(parameters(new String(Asks.bytes(context), StandardCharsets.UTF_8)));
    form.parameters.forEach(Form::check);
    return form;
  }

  private static Map<String, List<String>> parameters(String body) {
    try {
      return UrlEncoded.parse(body);
    } catch (UrlEncoded.BadEncodingException e) {
      throw new OAuthError(
          "invalid_request",
          "The parameter " + printable(e.name()) + " is not percent-encoded UTF-8");
    }
  }

  private static void check(String name, List<String> values) {
    if (values.size() > 1) {
      throw new OAuthError("invalid_request", "The parameter " + printable(name) + " comes twice");
    }
    if (name.indexOf('\0') >= 0 || values.get(0).indexOf('\0') >= 0) {
      throw new OAuthError("invalid_request", "The parameter " + printable(name) + " contains NUL");
    }
  }

  private static String printable(String name) {
    return name.replaceAll("[^\\w.-]", "?");
  }

  Optional<String> value(String name) {
    return parameters.getOrDefault(name, List.of()).stream()
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  String required(String name) {
    return value(name)
        .orElseThrow(
            () -> new OAuthError("invalid_request", "The parameter " + name + " is required"));
  }
}
