package dev.tokenward.testkit.entra;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;

/** How the header of an assertion names a certificate (RFC 7515, 4.1.7 and 4.1.8). */
final class Thumbprint {

  private static final Map<String, String> DIGESTS = Map.of("x5t#S256", "SHA-256", "x5t", "SHA-1");

  private Thumbprint() {}

  /** Whether {@code header} names {@code certificate}, in either alphabet, padded or not. */
  static boolean named(Map<String, Object> header, X509Certificate certificate) {
    return DIGESTS.entrySet().stream()
        .anyMatch(
            each ->
                header.get(each.getKey()) instanceof String named
                    && unpadded(named).equals(of(certificate, each.getValue())));
  }

  private static String unpadded(String base64) {
    return base64.replace('+', '-').replace('/', '_').replaceAll("=+$", "");
  }

  private static String of(X509Certificate certificate, String digest) {
    try {
      byte[] hash = MessageDigest.getInstance(digest).digest(certificate.getEncoded());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate could not be hashed", e);
    }
  }
}
