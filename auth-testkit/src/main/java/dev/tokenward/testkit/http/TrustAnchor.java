package dev.tokenward.testkit.http;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
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
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority made for one emulator, and the server certificate it signed: good for
 * 127.0.0.1, ::1 and localhost. The authority's key is thrown away once it has signed. Immutable.
 */
public final class TrustAnchor {

  private static final X500Name AUTHORITY = new X500Name("CN=Tokenward emulator authority");
  private static final Duration LIFE = Duration.ofDays(30);

  private final X509Certificate authority;
  private final SSLContext server;
  private final SSLContext client;

  private TrustAnchor(X509Certificate authority, SSLContext server, SSLContext client) {
    this.authority = authority;
    this.server = server;
    this.client = client;
  }

  /** Makes keys and certificates that are valid from an hour before {@code now} for 30 days. */
  public static TrustAnchor create(Instant now, SecureRandom random) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(256, random);
      KeyPair ca = keys.generateKeyPair();
      KeyPair leaf = keys.generateKeyPair();
      X509Certificate anchor = sign(authority(ca, now, random), ca.getPrivate());
      X509Certificate host = sign(loopback(leaf, now, random), ca.getPrivate());
      return new TrustAnchor(
          anchor, server(leaf.getPrivate(), host, random), client(anchor, random));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("the emulator's certificate could not be made", e);
    }
  }

  private static X509v3CertificateBuilder authority(KeyPair keys, Instant now, SecureRandom random)
      throws IOException {
    return builder(AUTHORITY, keys, now, random)
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
  }

  private static X509v3CertificateBuilder loopback(KeyPair keys, Instant now, SecureRandom random)
      throws IOException {
    GeneralName[] names = {
      new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
      new GeneralName(GeneralName.iPAddress, "::1"),
      new GeneralName(GeneralName.dNSName, "localhost")
    };
    return builder(new X500Name("CN=localhost"), keys, now, random)
        .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
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

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException, GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }

  private static SSLContext server(PrivateKey key, X509Certificate host, SecureRandom random)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setKeyEntry("server", key, new char[0], new Certificate[] {host});
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return context(factory.getKeyManagers(), new TrustManager[0], random);
  }

  private static SSLContext client(X509Certificate anchor, SecureRandom random)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("emulator", anchor);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return context(new KeyManager[0], factory.getTrustManagers(), random);
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, random);
    return context;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  SSLContext serverContext() {
    return server;
  }

  /** A client's context that trusts this authority and nothing else. */
  public SSLContext sslContext() {
    return client;
  }

  /** Writes the authority's certificate as PEM. */
  public void writeTo(Path file) {
    StringWriter pem = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
      writer.writeObject(authority);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Files.writeString(file, pem.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
