package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.WebRequest;
import dev.tokenward.testkit.pages.ConsentPage;
import dev.tokenward.testkit.pages.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks people, and hears what they answer: each question once, from a page that showed it. */
final class Questions {

  private final Realm realm;

  Questions(Realm realm) {
    this.realm = realm;
  }

  /**
   * Shows a question.
   *
   * @param action where the answer goes
   * @param hint who is probably going to answer
   */
  Reply ask(Question question, EntraApp app, List<String> asks, String action, String hint) {
    List<String> users =
        realm.directory().users(question.tenant()).stream().map(EntraUser::name).toList();
    String ticket = realm.questions().issue(question);
    return new ConsentPage(app.name(), asks, users, hint, action, ticket).reply();
  }

  /** Goes on as the form {@code fields} says. */
  Reply answered(Map<String, String> fields) {
    Question question =
        realm
            .questions()
            .spend(fields.getOrDefault("ticket", ""))
            .orElseThrow(() -> page("This page is no longer good. Start again in the app."));
    Optional<EntraUser> user =
        realm
            .directory()
            .user(fields.getOrDefault("user", ""))
            .filter(known -> known.tenant().equals(question.tenant()));
    return "approve".equals(fields.get("decision"))
        ? question.approved(user.orElseThrow(() -> page("Choose a user of this directory.")))
        : question.denied(user);
  }

  /** Ends the work on a request with a page. */
  static RefusedException page(String text) {
    return new RefusedException(Page.message(400, "Sign-in failed", text));
  }

  /** Answers a browser that asks for the page of a directory. */
  static WebRequest onlyByBrowser(WebRequest request) {
    if (!List.of("GET", "POST").contains(request.method())) {
      throw new RefusedException(Reply.empty(405).header("Allow", "GET, POST"));
    }
    return request;
  }
}
