package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.WebRequest;

/** What a browser was sent to with: refused by a page as long as nobody knows where to go back. */
final class Visited {

  private Visited() {}

  static Tenant tenant(Realm realm, WebRequest request) {
    return realm
        .directory()
        .find(request.segments().get(0))
        .orElseThrow(() -> page(EntraError.UNKNOWN_TENANT));
  }

  static EntraApp app(Realm realm, WebRequest request, Tenant tenant) {
    String clientId =
        request.query("client_id").orElseThrow(() -> page(EntraError.MISSING_PARAMETER));
    return realm.directory().find(tenant, clientId).orElseThrow(() -> page(EntraError.UNKNOWN_APP));
  }

  static String redirectUri(WebRequest request, EntraApp app) {
    return request
        .query("redirect_uri")
        .filter(app::redirectsTo)
        .orElseThrow(() -> page(EntraError.WRONG_REDIRECT_URI));
  }

  private static RefusedException page(EntraError error) {
    return Questions.page(error.summary());
  }
}
