package dev.tokenward.appcred;

import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObject;

/** Keys made for one run. */
final class Keys {

  private Keys() {}

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
      keys.initialize(bits);
      return keys.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static KeyPair ec(String curve) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec(curve));
      return keys.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** PKCS#8. */
  static String pem(KeyPair pair) {
    return written(
        new PKCS8Generator(PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded()), null));
  }

  /** PKCS#1 or SEC 1, as OpenSSL wrote them for long. */
  static String oldPem(KeyPair pair) {
    return pair.getPrivate() instanceof ECPrivateKey ec
        ? written(sec1(ec, SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded())))
        : written(pair.getPrivate());
  }

  // The platform leaves the curve out, OpenSSL does not.
  private static PemObject sec1(ECPrivateKey key, SubjectPublicKeyInfo other) {
    try {
      return new PemObject(
          "EC PRIVATE KEY",
          new org.bouncycastle.asn1.sec.ECPrivateKey(
                  key.getParams().getOrder().bitLength(),
                  key.getS(),
                  other.getPublicKeyData(),
                  other.getAlgorithm().getParameters())
              .getEncoded());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static String encryptedPem(KeyPair pair, String passphrase) {
    try {
      return written(
          new JcaPKCS8Generator(
              pair.getPrivate(),
              new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                  .setProvider(new BouncyCastleProvider())
                  .setPassword(passphrase.toCharArray())
                  .build()));
    } catch (OperatorCreationException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String written(Object key) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(key);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return text.toString();
  }
}
