package dev.tokenward.appcred;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An app's key and its certificate.
 *
 * @param chain the certificate, then its issuer's, and so on as far as they are known
 */
record ClientCertificate(RSAPrivateKey key, List<X509Certificate> chain) {

  /** The one key of {@code keys}, with the certificates of {@code all} that belong to it. */
  static ClientCertificate of(List<PrivateKey> keys, Collection<X509Certificate> all)
      throws UnusableCertificateException {
    if (keys.isEmpty()) {
      throw new UnusableCertificateException(CertificateProblem.NO_KEY);
    }
    if (keys.size() > 1) {
      throw new UnusableCertificateException(CertificateProblem.SEVERAL_KEYS);
    }
    if (!(keys.get(0) instanceof RSAPrivateKey key) || !"RSA".equals(key.getAlgorithm())) {
      throw new UnusableCertificateException(CertificateProblem.NOT_RSA);
    }
    if (all.isEmpty()) {
      throw new UnusableCertificateException(CertificateProblem.NO_CERTIFICATE);
    }
    return new ClientCertificate(key, chain(leaf(key, all), all));
  }

  /** Of several for one key the latest: the others are from before it was renewed. */
  private static X509Certificate leaf(RSAPrivateKey key, Collection<X509Certificate> all)
      throws UnusableCertificateException {
    return all.stream()
        .filter(certificate -> isFor(key, certificate))
        .max(Comparator.comparing(X509Certificate::getNotAfter))
        .orElseThrow(() -> new UnusableCertificateException(CertificateProblem.NOT_A_PAIR));
  }

  private static boolean isFor(RSAPrivateKey key, X509Certificate certificate) {
    return certificate.getPublicKey() instanceof RSAPublicKey mate
        && mate.getModulus().equals(key.getModulus());
  }

  private static List<X509Certificate> chain(
      X509Certificate leaf, Collection<X509Certificate> all) {
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
    Optional<X509Certificate> issuer = issuer(leaf, all);
    while (issuer.isPresent() && !chain.contains(issuer.get())) {
      chain.add(issuer.get());
      issuer = issuer(issuer.get(), all);
    }
    return List.copyOf(chain);
  }

  private static Optional<X509Certificate> issuer(
      X509Certificate certificate, Collection<X509Certificate> all) {
    return all.stream()
        .filter(each -> each.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
        .findFirst();
  }

  /** When the certificate ends. */
  Instant end() {
    return chain.get(0).getNotAfter().toInstant();
  }

  /** This certificate, if it is valid at {@code now}. */
  ClientCertificate validAt(Instant now) throws UnusableCertificateException {
    X509Certificate leaf = chain.get(0);
    if (now.isAfter(end())) {
      throw new UnusableCertificateException(CertificateProblem.EXPIRED);
    }
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      throw new UnusableCertificateException(CertificateProblem.NOT_YET_VALID);
    }
    return this;
  }

  @Override
  public String toString() {
    return "ClientCertificate[" + chain.size() + "]";
  }
}
