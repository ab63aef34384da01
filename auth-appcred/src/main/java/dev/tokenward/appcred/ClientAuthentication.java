package dev.tokenward.appcred;

import dev.tokenward.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a client proves who it is (RFC 6749, 2.3; OpenID Connect Core 1.0, 9). */
@FunctionalInterface
interface ClientAuthentication {

  /** A secret in the header, and the choice of RFC 6749 where nothing is said. */
  String BASIC = "client_secret_basic";

  /** A secret in the form, for servers that read no header. */
  String POST = "client_secret_post";

  /** An assertion signed with a private key. */
  String PRIVATE_KEY_JWT = "private_key_jwt";

  /**
   * Adds the proof to {@code form}.
   *
   * @throws dev.tokenward.core.TokenException for {@code CONFIGURATION} where there is none
   */
  void prove(TokenForm form);

  /** {@link #BASIC}. */
  static ClientAuthentication basic(String clientId, Secret secret) {
    return form -> form.authorization(pair(clientId, secret));
  }

  /** {@link #POST}. */
  static ClientAuthentication post(String clientId, Secret secret) {
    return form -> fields(form, clientId, secret);
  }

  // Both parts are form-encoded first: a colon in the id would end it (RFC 6749, 2.3.1).
  private static String pair(String clientId, Secret secret) {
    String pair = TokenForm.encoded(clientId) + ":" + TokenForm.encoded(secret.reveal());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  private static void fields(TokenForm form, String clientId, Secret secret) {
    form.field("client_id", clientId).field("client_secret", secret.reveal());
  }
}
