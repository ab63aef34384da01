package dev.tokenward.vault.api;

import dev.tokenward.vault.lease.VaultTokens;
import java.util.List;
import java.util.Map;

/** What OAuth clients ask before they begin (RFC 8414, OpenID Connect Discovery). */
final class Metadata {

  static final String JWKS = "/oauth2/jwks";

  private Metadata() {}

  static Map<String, Object> of(VaultTokens tokens) {
    String issuer = tokens.issuer();
    return Map.of(
        "issuer",
        issuer,
        "token_endpoint",
        issuer + OAuth.PATH,
        "jwks_uri",
        issuer + JWKS,
        "grant_types_supported",
        List.of("client_credentials"),
        "token_endpoint_auth_methods_supported",
        List.of("client_secret_basic", "client_secret_post"),
        "response_types_supported",
        List.of(),
        "subject_types_supported",
        List.of("public"),
        "id_token_signing_alg_values_supported",
        List.of("ES256"));
  }
}
