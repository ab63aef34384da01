package dev.tokenward.testkit.http;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;

/** What a client must trust to talk to one emulator, and nobody else needs to. Immutable. */
public final class TrustAnchor {

  private final X509Certificate authority;
  private final SSLContext server;
  private final SSLContext client;

  private TrustAnchor(LoopbackCertificate made, SecureRandom random)
      throws GeneralSecurityException, IOException {
    this.authority = made.authority();
    this.server = context(keys(made), new TrustManager[0], random);
    this.client = context(new KeyManager[0], trust(authority), random);
  }

  /** Makes keys and certificates that are valid from an hour before {@code now} for 30 days. */
  public static TrustAnchor create(Instant now, SecureRandom random) {
    try {
      return new TrustAnchor(LoopbackCertificate.create(now, random), random);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("the emulator's certificate could not be made", e);
    }
  }

  private static KeyManager[] keys(LoopbackCertificate made)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    Certificate[] chain = {made.server()};
    store.setKeyEntry("server", made.key(), new char[0], chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trust(X509Certificate anchor)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("emulator", anchor);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, random);
    return context;
  }

  SSLContext serverContext() {
    return server;
  }

  /** A client's context that trusts this authority and nothing else. */
  public SSLContext sslContext() {
    return client;
  }

  /** Writes the authority's certificate as PEM. */
  public void writeTo(Path file) throws IOException {
    try (Writer text = Files.newBufferedWriter(file);
        JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(authority);
    }
  }
}
