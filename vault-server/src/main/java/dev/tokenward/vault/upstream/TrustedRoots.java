package dev.tokenward.vault.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The certificates that a server's chain may end in: the platform's, and the operator's own. */
final class TrustedRoots {

  private TrustedRoots() {}

  /**
   * The platform's roots, and the certificates of a PEM file beside them.
   *
   * @throws IllegalArgumentException naming the file when it holds no certificate
   */
  static KeyStore with(Optional<Path> pem) {
    try {
      KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
      roots.load(null, null);
      add(roots, "platform-", platform());
      if (pem.isPresent()) {
        add(roots, "operator-", certificates(pem.get()));
      }
      return roots;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The platform's certificates cannot be read", e);
    }
  }

  private static void add(
      KeyStore roots, String alias, Collection<? extends Certificate> certificates)
      throws GeneralSecurityException {
    for (Certificate each : certificates) {
      roots.setCertificateEntry(alias + roots.size(), each);
    }
  }

  private static List<X509Certificate> platform() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(each -> Arrays.stream(((X509TrustManager) each).getAcceptedIssuers()))
        .toList();
  }

  private static Collection<? extends Certificate> certificates(Path pem) {
    try (InputStream content = Files.newInputStream(pem)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(content);
      if (found.isEmpty()) {
        throw new IllegalArgumentException("trustStore " + pem + " holds no certificate");
      }
      return found;
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException("trustStore " + pem + " cannot be read as PEM", e);
    }
  }
}
