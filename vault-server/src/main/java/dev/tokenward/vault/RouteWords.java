package dev.tokenward.vault;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the vault says to do by a route, as whoever uses commands does it. The API's own answers,
 * {@code --json} among them, keep the route. A route that no command stands for stays as it is.
 */
final class RouteWords {

  private static final String NAME = "/v1/credentials/([a-z0-9][a-z0-9-]*)/";

  /** None of them is the beginning of a longer route. */
  private static final Map<Pattern, String> COMMANDS =
      Map.of(
          route("POST " + NAME + "authorize"), "tokenward credential authorize $1",
          route("POST " + NAME + "authorize/confirm"), "tokenward credential confirm $1",
          route("POST " + NAME + "deauthorize"), "tokenward credential deauthorize $1",
          route("POST " + NAME + "test"), "tokenward credential test $1",
          route("POST " + NAME + "freeze"), "tokenward credential freeze $1",
          route("POST " + NAME + "unfreeze"), "tokenward credential unfreeze $1",
          route("GET /v1/kinds"), "tokenward kind list");

  private RouteWords() {}

  private static Pattern route(String route) {
    return Pattern.compile(route + "(?![/\\w])");
  }

  static String asCommands(String text) {
    String words = text;
    for (Map.Entry<Pattern, String> each : COMMANDS.entrySet()) {
      words = each.getKey().matcher(words).replaceAll(each.getValue());
    }
    return words;
  }
}
