package dev.tokenward.testkit.entra;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate for an app, signed by itself.
 *
 * @param pem its key, then itself
 */
record AppCertificate(X509Certificate certificate, String pem) {

  private static final X500Name NAME = new X500Name("CN=Tokenward emulated app");
  private static final Duration LIFE = Duration.ofDays(90);

  static AppCertificate create(Instant now, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048, random);
      KeyPair keys = generator.generateKeyPair();
      X509Certificate certificate = signed(keys, now, random);
      return new AppCertificate(certificate, pem(keys.getPrivate()) + pem(certificate));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("a certificate could not be made", e);
    }
  }

  private static X509Certificate signed(KeyPair keys, Instant now, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            NAME,
            new BigInteger(127, random),
            Date.from(now.minus(LIFE)),
            Date.from(now.plus(LIFE)),
            NAME,
            keys.getPublic());
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
  }

  private static String pem(Object each) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(each);
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "AppCertificate[" + certificate.getSerialNumber() + "]";
  }
}
