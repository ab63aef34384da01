package dev.tokenward.vault.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tokenward.core.HttpSender.Request;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a request carried: each value of its form and of its headers, whole, and in the forms in
 * which whoever got it may repeat it. Immutable.
 */
final class CarriedValues {

  /** Shorter ones stand in every other word. */
  private static final int SHORTEST = 4;

  /** What these hold is no secret, and some of it is what support asks for. */
  private static final Set<String> TOLD =
      Set.of(
          "accept",
          "content-type",
          "user-agent",
          "metadata",
          "client-request-id",
          "return-client-request-id");

  private static final Pattern ESCAPED = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|([\"/\\\\]))");

  private final List<String> values;

  private CarriedValues(List<String> values) {
    this.values = values;
  }

  static CarriedValues of(Request request) {
    return new CarriedValues(
        Stream.concat(form(request.body()), headers(request))
            .flatMap(value -> Stream.of(value, decoded(value)))
            .filter(value -> value.length() >= SHORTEST)
            .distinct()
            .toList());
  }

  /** The values of a form, and the whole of what is none. */
  private static Stream<String> form(String body) {
    return Stream.concat(
        Stream.of(body),
        Arrays.stream(body.split("&")).map(part -> part.substring(part.indexOf('=') + 1)));
  }

  private static Stream<String> headers(Request request) {
    return request.headers().entrySet().stream()
        .filter(header -> !TOLD.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .map(header -> afterScheme(header.getKey(), header.getValue()))
        .flatMap(value -> Stream.concat(Stream.of(value), pair(value)));
  }

  private static String afterScheme(String header, String value) {
    return header.equalsIgnoreCase("Authorization")
        ? value.substring(value.indexOf(' ') + 1)
        : value;
  }

  /** User and password, where {@code value} is what Basic makes of them. */
  private static Stream<String> pair(String value) {
    try {
      String pair = new String(Base64.getDecoder().decode(value), UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? Stream.of(pair)
          : Stream.of(pair, pair.substring(0, colon), pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  private static String decoded(String form) {
    try {
      return URLDecoder.decode(form, UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** All of it, to look for what is repeated in part. */
  String text() {
    return String.join(" ", values);
  }

  /** {@code said} without any of the values, which may be escaped as in JSON, forms or HTML. */
  String removedFrom(String said) {
    return removedAsWritten(unescaped(removedAsWritten(said)));
  }

  private String removedAsWritten(String said) {
    String rest = said;
    List<String> longestFirst =
        values.stream()
            .flatMap(CarriedValues::forms)
            .map(UpstreamWords::onOneLine)
            .filter(form -> form.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    for (String form : longestFirst) {
      rest =
          Pattern.compile(Pattern.quote(form), Pattern.CASE_INSENSITIVE)
              .matcher(rest)
              .replaceAll("...");
    }
    return rest;
  }

  private static Stream<String> forms(String value) {
    String form = URLEncoder.encode(value, UTF_8);
    String spaced = form.replace("+", "%20");
    String percent = spaced.replace("*", "%2A");
    return Stream.of(
        value,
        form,
        spaced,
        percent,
        spaced.replace("%7E", "~"),
        percent.replace("%7E", "~"),
        value
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;"));
  }

  private static String unescaped(String json) {
    return ESCAPED
        .matcher(json)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    escape.group(1) == null
                        ? String.valueOf(escape.group(2))
                        : String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }
}
