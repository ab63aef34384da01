package dev.tokenward.testkit.pages;

import dev.tokenward.testkit.http.Reply;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks a person who they are and whether an app may do something. The answer is a form: the ticket,
 * the name of who answers, and a decision, which is {@code approve} or {@code deny}.
 *
 * @param app what the app is called
 * @param asks what it asks for, one line each
 * @param users whom to choose from
 * @param chosen who is chosen to begin with, if they are among them
 * @param action where the answer goes
 * @param ticket which question it answers
 */
public record ConsentPage(
    String app,
    List<String> asks,
    List<String> users,
    String chosen,
    String action,
    String ticket) {

  /** Returns the page. */
  public Reply reply() {
    return Page.of(
        200,
        "Permissions requested",
        """
        <p><strong>%s</strong> asks to:</p>
        <ul>
        %s</ul>
        <form method="post" action="%s">
        %s<fieldset>
        <legend>Sign in as</legend>
        %s</fieldset>
        <button name="decision" value="approve">Approve</button>
        <button name="decision" value="deny">Deny</button>
        </form>
        """
            .formatted(
                Page.escaped(app),
                asks.stream().map(ConsentPage::line).collect(Collectors.joining()),
                Page.escaped(action),
                Page.hidden("ticket", ticket),
                choices()));
  }

  private static String line(String ask) {
    return "<li>" + Page.escaped(ask) + "</li>\n";
  }

  private String choices() {
    int first = Math.max(0, users.indexOf(chosen));
    return IntStream.range(0, users.size())
        .mapToObj(i -> choice(i, users.get(i), i == first ? " checked" : ""))
        .collect(Collectors.joining());
  }

  private static String choice(int index, String user, String checked) {
    return """
        <label for="user-%1$d"><input type="radio" id="user-%1$d" name="user" value="%2$s"%3$s> %2$s</label>
        """
        .formatted(index, Page.escaped(user), checked);
  }
}
