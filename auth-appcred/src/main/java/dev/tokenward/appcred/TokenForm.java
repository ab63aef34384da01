package dev.tokenward.appcred;

import dev.tokenward.core.HttpSender;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A request to a token endpoint while it is written (RFC 6749, 4.4.2). */
final class TokenForm {

  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private boolean repeatable = true;

  TokenForm() {
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put("Accept", "application/json");
  }

  /** Adds a field, unless it is empty, which a server would take for absent (RFC 6749, 3.2). */
  TokenForm field(String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
    return this;
  }

  void authorization(String value) {
    headers.put("Authorization", value);
  }

  /** Says that a server takes what is in this form once. */
  void once() {
    repeatable = false;
  }

  HttpSender.Request post(URI endpoint) {
    String body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return new HttpSender.Request("POST", endpoint, headers, body, Exchange.LIMIT, repeatable);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
