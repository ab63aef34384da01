package dev.tokenward.appcred;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.Certificate;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObject;

/** A form in which people have a key and its certificate, written by Bouncy Castle or the JDK. */
enum KeyForm {
  PKCS1 {
    @Override
    byte[] write(MadeCertificate made, String passphrase) throws IOException {
      return (pem(made.key()) + certificates(made)).getBytes(UTF_8);
    }
  },
  PKCS8 {
    @Override
    byte[] write(MadeCertificate made, String passphrase) throws IOException {
      return (pkcs8(made) + certificates(made)).getBytes(UTF_8);
    }
  },
  CERTIFICATES_FIRST {
    @Override
    byte[] write(MadeCertificate made, String passphrase) throws IOException {
      return (certificates(made) + "between\r\n\r\n" + pkcs8(made)).getBytes(UTF_8);
    }
  },
  WINDOWS_LINES {
    @Override
    byte[] write(MadeCertificate made, String passphrase) throws IOException {
      return ("\uFEFF" + pkcs8(made) + certificates(made)).replace("\n", "\r\n").getBytes(UTF_8);
    }
  },
  ISSUER_BEFORE_LEAF {
    @Override
    byte[] write(MadeCertificate made, String passphrase) throws IOException {
      StringBuilder text = new StringBuilder(pkcs8(made));
      for (int i = made.chain().size() - 1; i >= 0; i--) {
        text.append(pem(made.chain().get(i)));
      }
      return text.toString().getBytes(UTF_8);
    }
  },
  PKCS1_ENCRYPTED {
    @Override
    byte[] write(MadeCertificate made, String passphrase) throws IOException {
      StringWriter text = new StringWriter();
      try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
        writer.writeObject(
            made.key(),
            new JcePEMEncryptorBuilder("AES-256-CBC")
                .setProvider(CIPHERS)
                .build(passphrase.toCharArray()));
      }
      return (text + certificates(made)).getBytes(UTF_8);
    }
  },
  PKCS8_ENCRYPTED {
    @Override
    byte[] write(MadeCertificate made, String passphrase)
        throws IOException, OperatorCreationException {
      String key =
          pem(
              new JcaPKCS8Generator(
                  made.key(),
                  new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                      .setProvider(CIPHERS)
                      .setPassword(passphrase.toCharArray())
                      .build()));
      return (key + certificates(made)).getBytes(UTF_8);
    }
  },
  PKCS12 {
    @Override
    byte[] write(MadeCertificate made, String passphrase)
        throws IOException, GeneralSecurityException {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "app", made.key(), passphrase.toCharArray(), made.chain().toArray(Certificate[]::new));
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      store.store(content, passphrase.toCharArray());
      return content.toByteArray();
    }
  };

  private static final Provider CIPHERS = new BouncyCastleProvider();

  /** The content of a file, encrypted by {@code passphrase} where the form is. */
  abstract byte[] write(MadeCertificate made, String passphrase) throws Exception;

  private static String pkcs8(MadeCertificate made) throws IOException {
    return pem(new PemObject("PRIVATE KEY", made.key().getEncoded()));
  }

  static String certificates(MadeCertificate made) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Certificate each : made.chain()) {
      text.append(pem(each));
    }
    return text.toString();
  }

  static String pem(Object each) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(each);
    }
    return text.toString();
  }
}
