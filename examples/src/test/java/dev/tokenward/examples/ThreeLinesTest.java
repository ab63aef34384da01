package dev.tokenward.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.entra.EntraApp;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreeLinesTest {

  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  @Test
  void threeLines_inAProcessThatTrustsTheEmulator_areAnswered() throws Exception {
    try (Emulator emulator = Emulator.start()) {
      EntraApp app = emulator.entra().app("contoso.example");
      emulator
          .devOps()
          .organization("acme", "contoso.example")
          .addServicePrincipal(app)
          .project("web");
      Path secret = Files.writeString(folder.resolve("app-secret"), app.clientSecret());

      Process program =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Djavax.net.ssl.trustStore=" + trustStore(emulator),
                  "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                  "-cp",
                  System.getProperty("java.class.path"),
                  ThreeLines.class.getName(),
                  emulator.authority("contoso.example"),
                  app.clientId(),
                  secret.toString(),
                  emulator.organizationUrl("acme") + "/_apis/projects")
              .redirectErrorStream(true)
              .start();
      String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(program.waitFor()).as(output).isZero();
      assertThat(output).contains("200 {").contains("\"name\":\"web\"");
    }
  }

  private Path trustStore(Emulator emulator) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("emulator", certificate(emulator.trustAnchor()));
    Path file = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private static Certificate certificate(Path pem) throws Exception {
    try (var in = Files.newInputStream(pem)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
