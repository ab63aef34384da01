package dev.tokenward.appcred;

import dev.tokenward.core.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.security.Provider;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/**
 * A private key in PEM: PKCS#8, encrypted or not, and the older forms of RSA and EC keys. What is
 * wrong is said by an {@link IllegalArgumentException}, to be read after the field's name; it
 * repeats nothing of the text and has no cause, which might.
 */
final class PemKey {

  /** Used without being registered: the JDK's own does not know what OpenSSL encrypts with. */
  private static final Provider CIPHERS = new BouncyCastleProvider();

  private PemKey() {}

  /** Reads the first private key in {@code pem}. */
  static PrivateKey read(Secret pem, @Nullable Secret passphrase) {
    Object part = first(pem);
    return part instanceof PKCS8EncryptedPrivateKeyInfo || part instanceof PEMEncryptedKeyPair
        ? opened(part, passphrase)
        : converted(part);
  }

  private static Object first(Secret pem) {
    try (PEMParser parser = new PEMParser(new StringReader(pem.reveal()))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PEMKeyPair pair) {
          return pair.getPrivateKeyInfo();
        }
        if (part instanceof PrivateKeyInfo
            || part instanceof PKCS8EncryptedPrivateKeyInfo
            || part instanceof PEMEncryptedKeyPair) {
          return part;
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("is damaged: its PEM does not hold what it says");
    }
    throw new IllegalArgumentException(
        "holds no private key: PEM begins with -----BEGIN PRIVATE KEY-----");
  }

  private static PrivateKey opened(Object part, @Nullable Secret passphrase) {
    if (passphrase == null) {
      throw new IllegalArgumentException("is encrypted: give its passphrase");
    }
    if (part instanceof PKCS8EncryptedPrivateKeyInfo pkcs8
        && !OpeningCost.isSensible(pkcs8.toASN1Structure().getEncryptionAlgorithm())) {
      throw new IllegalArgumentException(
          "is encrypted so that it takes very long to open: encrypt it with fewer rounds");
    }
    try {
      return converted(decrypted(part, passphrase.reveal().toCharArray()));
    } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
      throw new IllegalArgumentException("does not open with its passphrase");
    }
  }

  private static PrivateKeyInfo decrypted(Object part, char[] passphrase)
      throws IOException, PKCSException, OperatorCreationException {
    return part instanceof PKCS8EncryptedPrivateKeyInfo pkcs8
        ? pkcs8.decryptPrivateKeyInfo(
            new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(CIPHERS).build(passphrase))
        : ((PEMEncryptedKeyPair) part)
            .decryptKeyPair(new BcPEMDecryptorProvider(passphrase))
            .getPrivateKeyInfo();
  }

  private static PrivateKey converted(Object key) {
    try {
      return new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) key);
    } catch (PEMException e) {
      throw new IllegalArgumentException("is of a sort that this platform does not know");
    }
  }
}
