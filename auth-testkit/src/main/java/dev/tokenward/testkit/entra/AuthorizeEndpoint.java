package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.Service;
import dev.tokenward.testkit.http.WebRequest;

/** Where browsers are sent with authorization requests, and come back to with the decision. */
final class AuthorizeEndpoint implements Service {

  private final Realm realm;

  AuthorizeEndpoint(Realm realm) {
    this.realm = realm;
  }

  @Override
  public Reply answer(WebRequest request) {
    return Questions.onlyByBrowser(request).method().equals("POST")
        ? new Questions(realm).answered(request.form())
        : new AuthorizationRequest(realm, request).reply();
  }
}
