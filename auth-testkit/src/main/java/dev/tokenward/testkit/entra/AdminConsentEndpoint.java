package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.Service;
import dev.tokenward.testkit.http.WebRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where an administrator consents to an app for everybody in a directory. */
final class AdminConsentEndpoint implements Service {

  private final Realm realm;

  AdminConsentEndpoint(Realm realm) {
    this.realm = realm;
  }

  @Override
  public Reply answer(WebRequest request) {
    return Questions.onlyByBrowser(request).method().equals("POST")
        ? new Questions(realm).answered(request.form())
        : page(request);
  }

  private Reply page(WebRequest request) {
    Tenant tenant = Visited.tenant(realm, request);
    EntraApp app = Visited.app(realm, request, tenant);
    String redirectUri = Visited.redirectUri(request, app);
    ReturnAddress address =
        new ReturnAddress(
            redirectUri, ResponseMode.QUERY, request.query("state"), Optional.empty());
    return new Questions(realm)
        .ask(
            new Consent(tenant, app, address),
            app,
            List.of("do what it needs, for everybody in this directory"),
            "/" + tenant.id() + "/adminconsent",
            "");
  }

  private record Consent(Tenant tenant, EntraApp app, ReturnAddress address) implements Question {

    @Override
    public Reply approved(EntraUser user) {
      app.adminConsented();
      return address.reply(Map.of("tenant", tenant.id(), "admin_consent", "True"));
    }

    @Override
    public Reply denied(Optional<EntraUser> user) {
      return address.reply(
          Map.of(
              "error",
              "permission_denied",
              "error_description",
              "The administrator declined to consent."));
    }
  }
}
