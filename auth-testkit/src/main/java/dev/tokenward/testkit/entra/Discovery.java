package dev.tokenward.testkit.entra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The OpenID configuration of a tenant. */
final class Discovery {

  private Discovery() {}

  static Map<String, Object> document(String origin, Tenant tenant) {
    String base = origin + "/" + tenant.id();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("token_endpoint", base + "/oauth2/v2.0/token");
    document.put(
        "token_endpoint_auth_methods_supported",
        List.of("client_secret_post", "private_key_jwt", "client_secret_basic"));
    document.put("jwks_uri", base + "/discovery/v2.0/keys");
    document.put("response_modes_supported", List.of("query", "fragment", "form_post"));
    document.put("subject_types_supported", List.of("pairwise"));
    document.put("id_token_signing_alg_values_supported", List.of("RS256"));
    document.put("response_types_supported", List.of("code"));
    document.put("scopes_supported", List.of("openid", "profile", "email", "offline_access"));
    document.put("issuer", base + "/v2.0");
    document.put("authorization_endpoint", base + "/oauth2/v2.0/authorize");
    document.put("device_authorization_endpoint", base + "/oauth2/v2.0/devicecode");
    document.put("end_session_endpoint", base + "/oauth2/v2.0/logout");
    document.put("tenant_region_scope", "EU");
    return document;
  }
}
