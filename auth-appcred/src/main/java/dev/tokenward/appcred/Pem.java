package dev.tokenward.appcred;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/**
 * Keys and certificates between lines of {@code -----BEGIN …} (RFC 7468), in any order. What is
 * neither, such as a request or parameters of a curve, is passed over.
 */
final class Pem {

  static final String BEGIN = "-----BEGIN ";

  private final char @Nullable [] passphrase;
  private final List<PrivateKey> keys = new ArrayList<>();
  private final List<X509Certificate> certificates = new ArrayList<>();

  private Pem(char @Nullable [] passphrase) {
    this.passphrase = passphrase;
  }

  static ClientCertificate read(String text, char @Nullable [] passphrase)
      throws UnusableCertificateException {
    Pem pem = new Pem(passphrase);
    try (PEMParser parser = new PEMParser(reader(text))) {
      for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
        pem.take(each);
      }
    } catch (IOException | RuntimeException | CertificateException e) {
      throw new UnusableCertificateException(CertificateProblem.DAMAGED);
    }
    return ClientCertificate.of(pem.keys, pem.certificates);
  }

  /** Reads {@code text}. Editors of Windows begin it with a mark that would hide its first line. */
  static Reader reader(String text) {
    return new StringReader(text.replace("\uFEFF", ""));
  }

  private void take(Object each)
      throws IOException, CertificateException, UnusableCertificateException {
    if (each instanceof X509CertificateHolder certificate) {
      certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
    } else if (each instanceof PEMKeyPair pair) {
      add(pair.getPrivateKeyInfo());
    } else if (each instanceof PrivateKeyInfo key) {
      add(key);
    } else if (EncryptedKey.is(each)) {
      refuseAnother();
      add(EncryptedKey.open(each, passphrase));
    }
  }

  private void add(PrivateKeyInfo key) throws IOException, UnusableCertificateException {
    refuseAnother();
    keys.add(key(key));
  }

  /** Before it is opened, which may take its time. */
  private void refuseAnother() throws UnusableCertificateException {
    if (!keys.isEmpty()) {
      throw new UnusableCertificateException(CertificateProblem.SEVERAL_KEYS);
    }
  }

  private static PrivateKey key(PrivateKeyInfo key)
      throws IOException, UnusableCertificateException {
    if (!PKCSObjectIdentifiers.rsaEncryption.equals(key.getPrivateKeyAlgorithm().getAlgorithm())) {
      throw new UnusableCertificateException(CertificateProblem.NOT_RSA);
    }
    return new JcaPEMKeyConverter().getPrivateKey(key);
  }
}
