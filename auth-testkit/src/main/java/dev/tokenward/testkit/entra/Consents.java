package dev.tokenward.testkit.entra;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which user has consented to which app. Thread-safe. */
final class Consents {

  private record Consent(String clientId, String objectId) {}

  private final Set<Consent> given = ConcurrentHashMap.newKeySet();

  void give(EntraApp app, EntraUser user) {
    given.add(new Consent(app.clientId(), user.objectId()));
  }

  void revoke(EntraApp app, EntraUser user) {
    given.remove(new Consent(app.clientId(), user.objectId()));
  }

  boolean isGiven(EntraApp app, EntraUser user) {
    return given.contains(new Consent(app.clientId(), user.objectId()));
  }
}
