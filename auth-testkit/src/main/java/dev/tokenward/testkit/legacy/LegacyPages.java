package dev.tokenward.testkit.legacy;

import dev.tokenward.testkit.entra.Entra;
import dev.tokenward.testkit.entra.EntraUser;
import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.WebRequest;
import dev.tokenward.testkit.pages.ConsentPage;
import dev.tokenward.testkit.pages.Page;
import java.util.List;
import java.util.Map;

/** The authorize page: whatever is wrong with a request is said here, and nowhere else. */
record LegacyPages(Entra entra, LegacyStore store) {

  Reply answer(WebRequest request) {
    return request.method().equals("POST") ? decided(request.form()) : ask(request);
  }

  private Reply ask(WebRequest request) {
    LegacyApp app =
        request
            .query("client_id")
            .flatMap(store::app)
            .orElseThrow(() -> page("InvalidClientId: there is no such app."));
    String redirectUri = request.query("redirect_uri").orElse("");
    require(app.redirectsTo(redirectUri), "InvalidRedirectUri: it is not the registered one.");
    String type = request.query("response_type").orElse("");
    require(type.equals("Assertion"), "InvalidResponseType: response_type must be Assertion.");
    String scopes = request.query("scope").orElse("");
    require(app.mayAskFor(scopes), "InvalidScope: the app is not registered for these scopes.");
    LegacyQuestion question = new LegacyQuestion(app, scopes, request.query("state"));
    List<String> users = entra.users().stream().map(EntraUser::name).toList();
    List<String> asks = LegacyApp.words(scopes).stream().sorted().toList();
    String ticket = store.questions().issue(question);
    return new ConsentPage(app.clientId(), asks, users, "", LegacyOAuth.AUTHORIZE, ticket).reply();
  }

  private Reply decided(Map<String, String> form) {
    LegacyQuestion question =
        store
            .questions()
            .spend(form.getOrDefault("ticket", ""))
            .orElseThrow(() -> page("This page is no longer good. Start again in the app."));
    if (!"approve".equals(form.get("decision"))) {
      return question.back("error", "access_denied");
    }
    EntraUser user =
        entra
            .user(form.getOrDefault("user", ""))
            .orElseThrow(() -> page("Choose a user of this directory."));
    LegacyGrant grant = LegacyGrant.of(question.app(), user, question.scopes());
    store.authorized().add(grant);
    return question.back("code", store.codes().issue(grant));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw page(otherwise);
    }
  }

  private static RefusedException page(String text) {
    return new RefusedException(Page.message(400, "Authorization failed", text));
  }
}
