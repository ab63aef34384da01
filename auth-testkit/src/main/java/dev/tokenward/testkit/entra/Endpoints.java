package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.Service;
import dev.tokenward.testkit.http.WebRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** The paths of Entra ID, most of them below a tenant. Thread-safe. */
final class Endpoints implements Service {

  private static final Set<String> BELOW_TENANT = Set.of("oauth2", "discovery", "v2.0");
  private static final String DEVICE_LOGIN = DeviceCodes.PAGE.substring(1);

  private final Realm realm;
  private final Map<String, Service> belowTenant;
  private final Service devicePage;

  Endpoints(Realm realm) {
    this.realm = realm;
    this.devicePage = new DevicePage(realm);
    TokenEndpoint programs = new TokenEndpoint(realm);
    Service adminConsent = new AdminConsentEndpoint(realm);
    this.belowTenant =
        Map.of(
            "oauth2/v2.0/authorize",
            new AuthorizeEndpoint(realm),
            "oauth2/v2.0/token",
            programs,
            "oauth2/v2.0/devicecode",
            programs::deviceCode,
            "oauth2/v2.0/revoke",
            programs::revoke,
            "adminconsent",
            adminConsent,
            "v2.0/adminconsent",
            adminConsent,
            "v2.0/.well-known/openid-configuration",
            this::discovery,
            "discovery/v2.0/keys",
            request -> Reply.json(200, realm.tokens().publicKeys()));
  }

  static boolean own(List<String> path) {
    return path.equals(List.of(DEVICE_LOGIN))
        || isGenericDiscovery(path)
        || (path.size() == 2 && path.get(1).equals("adminconsent"))
        || (path.size() > 2 && BELOW_TENANT.contains(path.get(1)));
  }

  /** RFC 8414, 3.1: the well-known part comes before the path of the issuer. */
  private static boolean isGenericDiscovery(List<String> path) {
    return path.size() == 4
        && path.subList(0, 2).equals(List.of(".well-known", "oauth-authorization-server"))
        && path.get(3).equals("v2.0");
  }

  @Override
  public Reply answer(WebRequest request) {
    List<String> path = request.segments();
    if (isGenericDiscovery(path)) {
      return discovery(request, path.get(2), Discovery::generic);
    }
    if (path.size() == 1) {
      return devicePage.answer(request);
    }
    return belowTenant
        .getOrDefault(String.join("/", path.subList(1, path.size())), other -> Reply.empty(404))
        .answer(request);
  }

  private Reply discovery(WebRequest request) {
    return discovery(
        request,
        request.segments().get(0),
        realm.behaviour().isGeneric() ? Discovery::generic : Discovery::document);
  }

  private Reply discovery(
      WebRequest request, String name, BiFunction<String, Tenant, Map<String, Object>> document) {
    return realm
        .directory()
        .find(name)
        .map(tenant -> Reply.json(200, document.apply(request.origin(), tenant)))
        .orElseGet(() -> EntraError.UNKNOWN_TENANT.reply(realm.now(), "invalid_tenant"));
  }
}
