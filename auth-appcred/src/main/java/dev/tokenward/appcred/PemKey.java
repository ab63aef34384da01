package dev.tokenward.appcred;

import dev.tokenward.core.Secret;
import java.io.IOException;
import java.security.PrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/**
 * A private key in PEM: PKCS#8, encrypted or not, and the older forms of RSA and EC keys. What is
 * wrong is said by an {@link IllegalArgumentException}, to be read after the field's name; it
 * repeats nothing of the text and has no cause, which might.
 */
final class PemKey {

  private PemKey() {}

  /** Reads the first private key in {@code pem}. */
  static PrivateKey read(Secret pem, @Nullable Secret passphrase) {
    Object part = first(pem);
    return converted(EncryptedKey.is(part) ? opened(part, passphrase) : part);
  }

  private static Object first(Secret pem) {
    try (PEMParser parser = new PEMParser(Pem.reader(pem.reveal()))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PEMKeyPair pair) {
          return pair.getPrivateKeyInfo();
        }
        if (part instanceof PrivateKeyInfo || EncryptedKey.is(part)) {
          return part;
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("is damaged: its PEM does not hold what it says");
    }
    throw new IllegalArgumentException(
        "holds no private key: PEM begins with -----BEGIN PRIVATE KEY-----");
  }

  private static PrivateKeyInfo opened(Object part, @Nullable Secret passphrase) {
    try {
      return EncryptedKey.open(part, CertificateProof.passphrase(passphrase));
    } catch (UnusableCertificateException e) {
      throw new IllegalArgumentException(e.problem().words());
    }
  }

  private static PrivateKey converted(Object key) {
    try {
      return new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) key);
    } catch (PEMException e) {
      throw new IllegalArgumentException("is of a sort that this platform does not know");
    }
  }
}
