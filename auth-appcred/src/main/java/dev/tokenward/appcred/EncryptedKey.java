package dev.tokenward.appcred;

import java.io.IOException;
import java.security.Provider;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/** A private key in PEM that a passphrase opens: PKCS#8, or the older form of OpenSSL. */
final class EncryptedKey {

  /** For the ciphers that Java's own providers lack; not registered, so nobody else gets it. */
  private static final Provider CIPHERS = new BouncyCastleProvider();

  private EncryptedKey() {}

  /** Whether {@code part} of a PEM text is one. */
  static boolean is(Object part) {
    return part instanceof PKCS8EncryptedPrivateKeyInfo || part instanceof PEMEncryptedKeyPair;
  }

  /** The key in {@code part}, which {@linkplain #is is one}. */
  static PrivateKeyInfo open(Object part, char @Nullable [] passphrase)
      throws UnusableCertificateException {
    if (passphrase == null) {
      throw new UnusableCertificateException(CertificateProblem.NO_PASSPHRASE);
    }
    if (part instanceof PKCS8EncryptedPrivateKeyInfo pkcs8 && !isSensible(pkcs8)) {
      throw new UnusableCertificateException(CertificateProblem.TOO_COSTLY);
    }
    try {
      return decrypted(part, passphrase);
    } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
      // A wrong passphrase may also give what looks like a key at first.
      throw new UnusableCertificateException(CertificateProblem.WRONG_PASSPHRASE);
    }
  }

  private static boolean isSensible(PKCS8EncryptedPrivateKeyInfo pkcs8)
      throws UnusableCertificateException {
    try {
      return OpeningCost.isSensible(pkcs8.toASN1Structure().getEncryptionAlgorithm());
    } catch (RuntimeException e) {
      throw new UnusableCertificateException(CertificateProblem.DAMAGED);
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
}
