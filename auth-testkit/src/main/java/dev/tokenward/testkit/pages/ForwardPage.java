package dev.tokenward.testkit.pages;

import dev.tokenward.testkit.http.Reply;
import java.util.Map;
import java.util.stream.Collectors;

/** Carries an answer to an app in a form, which a person sends on: there is no script to do it. */
public final class ForwardPage {

  private ForwardPage() {}

  /** Returns the page that posts {@code fields} to {@code action}. */
  public static Reply reply(String action, Map<String, String> fields) {
    String inputs =
        fields.entrySet().stream()
            .map(field -> Page.hidden(field.getKey(), field.getValue()))
            .collect(Collectors.joining());
    return Page.of(
        200,
        "Back to the app",
        "<form method=\"post\" action=\"%s\">\n%s<button>Continue</button>\n</form>\n"
            .formatted(Page.escaped(action), inputs));
  }
}
