package dev.tokenward.testkit.entra;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A client id and what goes with it, as presented. */
record ClientCredentials(String id, ClientProof proof) {

  /** Reads an {@code Authorization: Basic} header, form-encoded inside: RFC 6749 section 2.3.1. */
  static Optional<ClientCredentials> ofBasic(String authorization) {
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    byte[] decoded = Base64.getDecoder().decode(authorization.substring(6).trim());
    String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
    return parts.length < 2
        ? Optional.empty()
        : Optional.of(new ClientCredentials(form(parts[0]), new ClientSecret(form(parts[1]))));
  }

  private static String form(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "ClientCredentials[" + id + "]";
  }
}
