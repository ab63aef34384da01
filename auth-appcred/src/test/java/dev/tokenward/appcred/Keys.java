package dev.tokenward.appcred;

import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

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
    return written(pair.getPrivate());
  }

  static String encryptedPem(KeyPair pair, String passphrase) {
    try {
      return written(
          new JcaPKCS8Generator(
              pair.getPrivate(),
              new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
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
