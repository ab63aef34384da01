package dev.tokenward.appcred;

import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
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
 * Keys and certificates between lines of {@code -----BEGIN …} (RFC 7468), in any order. What is
 * neither, such as a request or parameters of a curve, is passed over.
 */
final class Pem {

  static final String BEGIN = "-----BEGIN ";

  /** For the ciphers that Java's own providers lack; not registered, so nobody else gets it. */
  private static final Provider CIPHERS = new BouncyCastleProvider();

  private final char @Nullable [] passphrase;
  private final List<PrivateKey> keys = new ArrayList<>();
  private final List<X509Certificate> certificates = new ArrayList<>();

  private Pem(char @Nullable [] passphrase) {
    this.passphrase = passphrase;
  }

  static ClientCertificate read(String text, char @Nullable [] passphrase)
      throws UnusableCertificateException {
    Pem pem = new Pem(passphrase);
    // Editors of Windows begin a file with a mark that would hide its first line.
    try (PEMParser parser = new PEMParser(new StringReader(text.replace("\uFEFF", "")))) {
      for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
        pem.take(each);
      }
    } catch (IOException | RuntimeException | CertificateException e) {
      throw new UnusableCertificateException(CertificateProblem.DAMAGED);
    }
    return ClientCertificate.of(pem.keys, pem.certificates);
  }

  private void take(Object each)
      throws IOException, CertificateException, UnusableCertificateException {
    if (each instanceof X509CertificateHolder certificate) {
      certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
    } else if (each instanceof PEMKeyPair pair) {
      keys.add(key(pair.getPrivateKeyInfo()));
    } else if (each instanceof PrivateKeyInfo key) {
      keys.add(key(key));
    } else if (each instanceof PEMEncryptedKeyPair encrypted) {
      keys.add(key(opened(encrypted)));
    } else if (each instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
      keys.add(key(opened(encrypted)));
    }
  }

  private static PrivateKey key(PrivateKeyInfo key)
      throws IOException, UnusableCertificateException {
    if (!PKCSObjectIdentifiers.rsaEncryption.equals(key.getPrivateKeyAlgorithm().getAlgorithm())) {
      throw new UnusableCertificateException(CertificateProblem.NOT_RSA);
    }
    return new JcaPEMKeyConverter().getPrivateKey(key);
  }

  private PrivateKeyInfo opened(PEMEncryptedKeyPair encrypted) throws UnusableCertificateException {
    try {
      return encrypted.decryptKeyPair(new BcPEMDecryptorProvider(given())).getPrivateKeyInfo();
    } catch (IOException | RuntimeException e) {
      // A wrong passphrase may also give what looks like a key at first.
      throw new UnusableCertificateException(CertificateProblem.WRONG_PASSPHRASE);
    }
  }

  private PrivateKeyInfo opened(PKCS8EncryptedPrivateKeyInfo encrypted)
      throws UnusableCertificateException {
    if (!OpeningCost.isSensible(encrypted.toASN1Structure().getEncryptionAlgorithm())) {
      throw new UnusableCertificateException(CertificateProblem.TOO_COSTLY);
    }
    try {
      return encrypted.decryptPrivateKeyInfo(
          new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(CIPHERS).build(given()));
    } catch (OperatorCreationException | PKCSException | RuntimeException e) {
      throw new UnusableCertificateException(CertificateProblem.WRONG_PASSPHRASE);
    }
  }

  private char[] given() throws UnusableCertificateException {
    if (passphrase == null) {
      throw new UnusableCertificateException(CertificateProblem.NO_PASSPHRASE);
    }
    return passphrase;
  }
}
