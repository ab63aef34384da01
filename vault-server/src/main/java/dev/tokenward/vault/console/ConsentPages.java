package dev.tokenward.vault.console;

import dev.tokenward.core.azuredevops.AccessScope;
import dev.tokenward.core.spi.Authorizable.Asked;
import dev.tokenward.vault.broker.ConsentView;
import dev.tokenward.vault.broker.ConsentVisits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pages of a consent. No script, nothing from elsewhere. */
final class ConsentPages {

  private static final String FRAME =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <title>%s · Tokenward</title>
      <link rel="stylesheet" href="/console.css">
      </head>
      <body>
      <header><span class="brand">Tokenward</span></header>
      <main>
      <h1>%s</h1>
      %s
      </main>
      </body>
      </html>
      """;

  /** What scopes mean that every OpenID provider has. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "openid", "know which account signs in",
          "profile", "read the name of the account",
          "email", "read the e-mail address of the account",
          "offline_access", "go on without you, until it is taken back");

  private ConsentPages() {}

  private static String page(String title, Markup body) {
    return Markup.of(FRAME, title, title, body).html();
  }

  static String home() {
    return page(
        "Nothing to do here",
        Markup.of(
            "<p>Links to consent pages lead to this address. To get one, ask:"
                + " <code>tokenward credential authorize NAME</code></p>"));
  }

  /** Asks whoever opened the link. */
  static String ask(ConsentVisits.Page page, Instant now) {
    ConsentView view = page.view();
    Asked asked = view.asked();
    Markup body =
        Markup.of(
            """
            <p class="lead"><strong>%s</strong> asks you to sign in to <strong>%s</strong>, so that\
             the vault can act for your account.</p>
            <dl>%s</dl>
            <h2>What it will be allowed to do</h2>
            <ul class="scopes">%s</ul>
            %s%s
            <form method="post" action="/connect/%s">
            <input type="hidden" name="form" value="%s">
            <button type="submit">Continue to %s</button>
            </form>
            <p class="small">Go on only if you expected this. Otherwise close this page: nothing\
             happens. This link is good for %s more minutes.</p>
            """,
            view.caller(),
            asked.provider(),
            Markup.all(
                List.of(
                    row("Credential", view.credential()),
                    row("What it is", view.description()),
                    row("Used by", asked.connectors()),
                    row("Provider", asked.provider() + " (" + page.provider().getHost() + ")"),
                    row("Sign in as", asked.account()),
                    row("Comes back to", view.redirectUri().toString()))),
            scopes(asked.scopes()),
            warnings(view),
            earlier(view),
            view.id(),
            page.form(),
            asked.provider(),
            Math.max(1, Duration.between(now, view.expiresAt()).toMinutes()));
    return page("Authorize " + view.credential(), body);
  }

  private static Markup row(String name, @Nullable String value) {
    return value == null || value.isBlank()
        ? Markup.NONE
        : Markup.of("<div><dt>%s</dt><dd>%s</dd></div>", name, value);
  }

  private static Markup scopes(List<String> scopes) {
    return scopes.isEmpty()
        ? Markup.of("<li>what the provider gives by itself</li>")
        : Markup.all(scopes.stream().map(ConsentPages::scope).toList());
  }

  private static Markup scope(String scope) {
    Optional<AccessScope> known = AccessScope.of(scope);
    String meaning =
        known.map(each -> "Azure DevOps: " + each.allows()).orElse(KNOWN.getOrDefault(scope, ""));
    Markup high =
        known.filter(AccessScope::highPrivilege).isPresent()
            ? Markup.of(" <strong class=\"high\">high privilege</strong>")
            : Markup.NONE;
    return Markup.of("<li><code>%s</code> <span>%s</span>%s</li>", scope, meaning, high);
  }

  private static Markup warnings(ConsentView view) {
    return Markup.all(
        view.warnings().stream()
            .map(each -> Markup.of("<p class=\"warning\" role=\"note\">%s</p>", each))
            .toList());
  }

  /** Says what became of it. */
  static String outcome(ConsentView view) {
    return switch (view.stage()) {
      case DONE -> page("Authorized", done(view));
      case TO_CONFIRM -> page("Waiting for confirmation", toConfirm(view));
      case REFUSED -> page("Not authorized", refused(view));
      case ASKED, OPENED, SENT, ANSWERED ->
          page("Not done yet", Markup.of("<p>Look again in a moment.</p>"));
    };
  }

  private static Markup done(ConsentView view) {
    return Markup.of(
        """
        <p class="lead good"><strong>%s</strong> now acts as <strong>%s</strong>.</p>
        <ul class="scopes">%s</ul>
        %s
        <p>You can close this page.</p>
        """,
        view.credential(), account(view), scopes(view.scopes()), warnings(view));
  }

  private static Markup toConfirm(ConsentView view) {
    return Markup.of(
        """
        <p class="lead">You signed in as <strong>%s</strong>. %s, so nothing uses it yet.</p>
        <p><strong>%s</strong> has to confirm it within ten minutes:
        <code>tokenward credential confirm %s</code></p>
        %s%s
        <p>You can close this page.</p>
        """,
        account(view),
        String.valueOf(view.reason()),
        view.caller(),
        view.credential(),
        earlier(view),
        warnings(view));
  }

  private static Markup earlier(ConsentView view) {
    return view.earlier() == null ? Markup.NONE : Markup.of("<p>%s</p>", view.earlier());
  }

  private static String account(ConsentView view) {
    return view.account() == null ? "an account that the provider does not name" : view.account();
  }

  private static Markup refused(ConsentView view) {
    Markup admin =
        view.adminPage() == null
            ? Markup.NONE
            : Markup.of(
                "<p>An administrator may do so for everybody on this page:<br><a"
                    + " rel=\"noreferrer\" href=\"%s\">Consent for the organization</a></p>",
                view.adminPage());
    return Markup.of(
        "<p class=\"lead bad\">%s.</p><p>%s</p>%s%s",
        String.valueOf(view.reason()), String.valueOf(view.nextStep()), earlier(view), admin);
  }

  static String explained(Explained why) {
    String mood = why.status() < 400 ? "good" : "bad";
    return page(
        why.title(),
        Markup.of("<p class=\"lead %s\">%s</p><p>%s</p>", mood, why.what(), why.nextStep()));
  }

  static String noPage() {
    return page("There is no such page", Markup.of("<p>Check the link.</p>"));
  }
}
