package dev.tokenward.appcred;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key and its certificate, made for one test.
 *
 * @param chain the certificate, then its issuers
 */
record MadeCertificate(PrivateKey key, List<X509Certificate> chain) {

  private static final Duration LONG = Duration.ofDays(3650);

  /** Valid from years ago for years to come, signed by itself. */
  static MadeCertificate rsa() {
    return of("RSA", 2048, Instant.EPOCH.plus(LONG), Instant.EPOCH.plus(LONG.multipliedBy(8)));
  }

  static MadeCertificate rsa(Instant from, Instant until) {
    return of("RSA", 2048, from, until);
  }

  static MadeCertificate ec() {
    return of("EC", 256, Instant.EPOCH.plus(LONG), Instant.EPOCH.plus(LONG.multipliedBy(8)));
  }

  /** With a certificate by an authority, whose own comes after it. */
  static MadeCertificate issued() {
    MadeCertificate root = rsa();
    X500Name issuer = name(root.leaf());
    KeyPair keys = keys("RSA", 2048);
    X509Certificate leaf =
        signed(
            issuer,
            unique(),
            keys,
            root.key(),
            "SHA256withRSA",
            Instant.EPOCH.plus(LONG),
            Instant.EPOCH.plus(LONG.multipliedBy(8)));
    return new MadeCertificate(keys.getPrivate(), List.of(leaf, root.leaf()));
  }

  /** With a certificate for the same key that ends later. */
  MadeCertificate renewed() {
    X500Name name = unique();
    X509Certificate leaf = leaf();
    return new MadeCertificate(
        key,
        List.of(
            signed(
                name,
                name,
                new KeyPair(leaf.getPublicKey(), key),
                key,
                "SHA256withRSA",
                leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant().plus(LONG))));
  }

  X509Certificate leaf() {
    return chain.get(0);
  }

  private static MadeCertificate of(String algorithm, int size, Instant from, Instant until) {
    KeyPair keys = keys(algorithm, size);
    X500Name name = unique();
    String signature = "SHA256with" + (algorithm.equals("EC") ? "ECDSA" : algorithm);
    return new MadeCertificate(
        keys.getPrivate(),
        List.of(signed(name, name, keys, keys.getPrivate(), signature, from, until)));
  }

  private static X509Certificate signed(
      X500Name issuer,
      X500Name subject,
      KeyPair keys,
      PrivateKey by,
      String signature,
      Instant from,
      Instant until) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer, BigInteger.TEN, Date.from(from), Date.from(until), subject, keys.getPublic());
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(by)));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X500Name unique() {
    return new X500Name("CN=" + UUID.randomUUID());
  }

  private static X500Name name(X509Certificate certificate) {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  @Override
  public String toString() {
    return "MadeCertificate[" + leaf().getSubjectX500Principal() + "]";
  }
}
