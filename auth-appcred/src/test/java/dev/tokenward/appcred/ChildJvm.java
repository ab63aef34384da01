package dev.tokenward.appcred;

import dev.tokenward.testkit.Emulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program in a process of its own, with an environment and a platform of its own. */
final class ChildJvm {

  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final List<String> options = new ArrayList<>();
  private final ProcessBuilder builder = new ProcessBuilder();

  ChildJvm(Path folder) {
    this.folder = folder;
    builder.environment().keySet().removeIf(name -> name.matches("(IDENTITY|MSI|IMDS|AZURE)_.*"));
  }

  ChildJvm environment(Map<String, String> variables) {
    builder.environment().putAll(variables);
    return this;
  }

  ChildJvm option(String option) {
    options.add(option);
    return this;
  }

  /** Trusts the emulator and nobody else. */
  ChildJvm trusting(Emulator emulator) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(emulator.trustAnchor())) {
      trusted.setCertificateEntry(
          "emulator", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    Path file = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    return option("-Djavax.net.ssl.trustStore=" + file)
        .option("-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  /**
   * Runs {@code program} to its end.
   *
   * @param input what it reads, such as secrets, which no other process may see in its arguments
   * @return the lines it wrote; what it logged goes to {@link #log()}
   */
  List<String> run(Class<?> program, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    Process process = builder.command(command).redirectError(log().toFile()).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(output + Files.readString(log()));
    }
    return output.lines().toList();
  }

  /** What it logged, at the levels that the platform logs unasked. */
  Path log() {
    return folder.resolve("log");
  }
}
