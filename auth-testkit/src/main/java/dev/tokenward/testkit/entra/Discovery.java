package dev.tokenward.testkit.entra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The OpenID configuration of a tenant. */
final class Discovery {

  private Discovery() {}

  /** Who issues the ID tokens of a tenant. */
  static String issuer(String origin, Tenant tenant) {
    return origin + "/" + tenant.id() + "/v2.0";
  }

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
    document.put("issuer", issuer(origin, tenant));
    document.put("userinfo_endpoint", "https://graph.microsoft.com/oidc/userinfo");
    document.put("authorization_endpoint", base + "/oauth2/v2.0/authorize");
    document.put("device_authorization_endpoint", base + "/oauth2/v2.0/devicecode");
    document.put("end_session_endpoint", base + "/oauth2/v2.0/logout");
    document.put(
        "claims_supported",
        List.of(
            "sub",
            "iss",
            "aud",
            "exp",
            "iat",
            "nbf",
            "nonce",
            "preferred_username",
            "name",
            "tid",
            "oid",
            "ver"));
    document.put("tenant_region_scope", "EU");
    document.put("cloud_instance_name", "microsoftonline.com");
    document.put("cloud_graph_host_name", "graph.windows.net");
    document.put("msgraph_host", "graph.microsoft.com");
    document.put("rbac_url", "https://pas.windows.net");
    return document;
  }

  /** The same of a provider that keeps to what the standards offer beyond Entra ID. */
  static Map<String, Object> generic(String origin, Tenant tenant) {
    Map<String, Object> document = document(origin, tenant);
    document.remove("userinfo_endpoint");
    document.put("revocation_endpoint", origin + "/" + tenant.id() + "/oauth2/v2.0/revoke");
    document.put("code_challenge_methods_supported", List.of("S256", "plain"));
    document.put("authorization_response_iss_parameter_supported", true);
    document.put(
        "grant_types_supported",
        List.of(CodeRedemption.TYPE, Refreshing.TYPE, DeviceRedemption.TYPE, AppItself.TYPE));
    return document;
  }
}
