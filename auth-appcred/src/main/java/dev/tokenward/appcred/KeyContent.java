package dev.tokenward.appcred;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Finds out in which form a key and its certificate are, and reads them. */
final class KeyContent {

  private KeyContent() {}

  /**
   * Reads PEM, PKCS#12, or PKCS#12 as Base64 text, which is how Azure Key Vault gives it.
   *
   * @param passphrase of what is encrypted in it
   */
  static ClientCertificate read(byte[] content, char @Nullable [] passphrase)
      throws UnusableCertificateException {
    String text = new String(content, StandardCharsets.UTF_8);
    if (text.isBlank()) {
      throw new UnusableCertificateException(CertificateProblem.EMPTY);
    }
    if (text.contains(Pem.BEGIN)) {
      return Pem.read(text, passphrase);
    }
    byte[] binary = Pkcs12.isBinary(content) ? content : decoded(text);
    if (!Pkcs12.is(binary)) {
      throw new UnusableCertificateException(CertificateProblem.DER);
    }
    return Pkcs12.read(binary, passphrase);
  }

  private static byte[] decoded(String text) throws UnusableCertificateException {
    try {
      byte[] binary = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
      if (Pkcs12.isBinary(binary)) {
        return binary;
      }
    } catch (IllegalArgumentException e) {
      // Told below: it is as little Base64 as what decodes to something else.
    }
    throw new UnusableCertificateException(CertificateProblem.UNKNOWN_FORM);
  }
}
