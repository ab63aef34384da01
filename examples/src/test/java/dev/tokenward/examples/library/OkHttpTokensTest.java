package dev.tokenward.examples.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import dev.tokenward.testkit.http.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EmulatorExtension.class)
class OkHttpTokensTest {

  private Acme acme;
  private CachingTokenSource source;
  private OkHttpClient client;

  @BeforeEach
  void build(Emulator emulator, @TempDir Path folder) throws Exception {
    acme = Acme.in(emulator);
    source = acme.open(folder);
    client = OkHttpTokens.install(source, trusting(emulator)).build();
  }

  @AfterEach
  void close() {
    source.close();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  @Test
  void request_hasTheToken() throws Exception {
    try (Response answer = get(acme.projects().toString())) {
      assertThat(answer.code()).isEqualTo(200);
      assertThat(answer.body()).isNotNull();
    }
    assertThat(acme.requests()).isOne();
  }

  @Test
  void claimsChallenge_isAnswered() throws Exception {
    source.token();
    acme.organization().requireContext("c1");
    try (Response answer = get(acme.projects().toString())) {
      assertThat(answer.code()).isEqualTo(200);
    }
    assertThat(acme.grants()).isEqualTo(2);
  }

  @Test
  void everyTokenRefused_endsAfterTheSecond() throws Exception {
    acme.emulator().fail(Fault.status(401).on("/_apis/projects"));
    try (Response answer = get(acme.projects().toString())) {
      assertThat(answer.code()).isEqualTo(401);
    }
    assertThat(acme.requests()).isEqualTo(2);
  }

  @Test
  void endedToken_isRefusedBy401InsteadOfAPage() throws Exception {
    source.token();
    Instant later = acme.emulator().now().plus(Duration.ofHours(2));
    acme.emulator().clock(() -> later);
    try (Response answer = get(acme.projects().toString())) {
      assertThat(answer.code()).isEqualTo(200);
    }
    assertThat(acme.requests()).isEqualTo(2);
  }

  @Test
  void redirectToAnotherHost_goesWithoutTheToken() throws Exception {
    try (Emulator elsewhere = Emulator.start()) {
      String target = elsewhere.url().replace("127.0.0.1", "localhost") + "/take/it";
      acme.emulator().fail(Fault.redirect(target).on("/_apis/projects"));
      elsewhere.fail(Fault.status(401).header("WWW-Authenticate", "Bearer"));
      OkHttpClient both =
          OkHttpTokens.install(source, trusting(acme.emulator(), elsewhere)).build();
      try (Response answer =
          both.newCall(new Request.Builder().url(acme.projects().toString()).build()).execute()) {
        assertThat(answer.code()).isEqualTo(401);
      }
      assertThat(elsewhere.requests())
          .isNotEmpty()
          .allSatisfy(seen -> assertThat(seen.header("Authorization")).isEmpty());
    }
  }

  @Test
  void withoutTls_isRefused() {
    assertThatThrownBy(() -> get("http://dev.azure.com/acme"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("without TLS");
  }

  private Response get(String url) throws IOException {
    return client.newCall(new Request.Builder().url(url).build()).execute();
  }

  private static OkHttpClient.Builder trusting(Emulator... emulators) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (Emulator emulator : emulators) {
      try (var pem = Files.newInputStream(emulator.trustAnchor())) {
        trusted.setCertificateEntry(
            emulator.url(), CertificateFactory.getInstance("X.509").generateCertificate(pem));
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, factory.getTrustManagers(), null);
    return new OkHttpClient.Builder()
        .sslSocketFactory(tls.getSocketFactory(), (X509TrustManager) factory.getTrustManagers()[0]);
  }
}
