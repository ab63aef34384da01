package dev.tokenward.appcred;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A key store of the form PKCS#12 (RFC 7292), as {@code .pfx} and {@code .p12} files hold it. */
final class Pkcs12 {

  private static final int SEQUENCE = 0x30;
  private static final byte[] VERSION_3 = {2, 1, 3};

  private final KeyStore store;
  private final char[] passphrase;

  private Pkcs12(KeyStore store, char[] passphrase) {
    this.store = store;
    this.passphrase = passphrase;
  }

  /** Whether {@code content} begins as ASN.1 in a binary form does. */
  static boolean isBinary(byte[] content) {
    return content.length > 1 && content[0] == SEQUENCE && content[1] < 0;
  }

  /** Whether binary {@code content} is PKCS#12: its version follows the outermost length. */
  static boolean is(byte[] content) {
    int start = 2 + (content[1] & 0x7f);
    return content.length >= start + VERSION_3.length
        && Arrays.equals(content, start, start + VERSION_3.length, VERSION_3, 0, VERSION_3.length);
  }

  static ClientCertificate read(byte[] content, char @Nullable [] passphrase)
      throws UnusableCertificateException {
    char[] given = passphrase == null ? new char[0] : passphrase;
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(content), given);
      return new Pkcs12(store, given).certificate();
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new UnusableCertificateException(
          isLocked(e) ? locked(passphrase) : CertificateProblem.DAMAGED);
    }
  }

  private static boolean isLocked(Exception failure) {
    return failure instanceof UnrecoverableKeyException
        || failure.getCause() instanceof UnrecoverableKeyException;
  }

  private static CertificateProblem locked(char @Nullable [] passphrase) {
    return passphrase == null
        ? CertificateProblem.NO_PASSPHRASE
        : CertificateProblem.WRONG_PASSPHRASE;
  }

  private ClientCertificate certificate()
      throws GeneralSecurityException, UnusableCertificateException {
    List<PrivateKey> keys = new ArrayList<>();
    Set<X509Certificate> certificates = new LinkedHashSet<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias) && !keys.isEmpty()) {
        // Before it is opened, which may take its time.
        throw new UnusableCertificateException(CertificateProblem.SEVERAL_KEYS);
      }
      if (store.getKey(alias, passphrase) instanceof PrivateKey key) {
        keys.add(key);
      }
      certificates(alias).forEach(certificates::add);
    }
    return ClientCertificate.of(keys, certificates);
  }

  private Stream<X509Certificate> certificates(String alias) throws KeyStoreException {
    Certificate[] chain = store.getCertificateChain(alias);
    return Stream.concat(
            Stream.ofNullable(store.getCertificate(alias)),
            Stream.ofNullable(chain).flatMap(Arrays::stream))
        .filter(X509Certificate.class::isInstance)
        .map(X509Certificate.class::cast);
  }
}
