package dev.tokenward.testkit.http;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A server certificate for 127.0.0.1, ::1, localhost, and names below {@code emulator.test} for
 * clients that are told where those lead (RFC 6761, 6.2), signed by an authority made for it alone.
 *
 * @param key the server's private key; the authority's is thrown away once it has signed
 */
record LoopbackCertificate(X509Certificate authority, X509Certificate server, PrivateKey key) {

  private static final X500Name AUTHORITY = new X500Name("CN=Tokenward emulator authority");
  private static final X500Name SERVER = new X500Name("CN=localhost");
  private static final Duration LIFE = Duration.ofDays(30);

  static LoopbackCertificate create(Instant now, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(256, random);
    KeyPair authority = keys.generateKeyPair();
    KeyPair server = keys.generateKeyPair();
    return new LoopbackCertificate(
        sign(authority(builder(AUTHORITY, authority, now, random)), authority.getPrivate()),
        sign(server(builder(SERVER, server, now, random)), authority.getPrivate()),
        server.getPrivate());
  }

  private static X509v3CertificateBuilder builder(
      X500Name subject, KeyPair keys, Instant now, SecureRandom random) {
    return new JcaX509v3CertificateBuilder(
        AUTHORITY,
        new BigInteger(127, random),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(LIFE)),
        subject,
        keys.getPublic());
  }

  private static X509v3CertificateBuilder authority(X509v3CertificateBuilder builder)
      throws IOException {
    return builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
  }

  private static X509v3CertificateBuilder server(X509v3CertificateBuilder builder)
      throws IOException {
    GeneralName[] names = {
      new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
      new GeneralName(GeneralName.iPAddress, "::1"),
      new GeneralName(GeneralName.dNSName, "localhost"),
      new GeneralName(GeneralName.dNSName, "*.emulator.test")
    };
    ExtendedKeyUsage usage = new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
    return builder
        .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
        .addExtension(Extension.extendedKeyUsage, false, usage);
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException, GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }
}
