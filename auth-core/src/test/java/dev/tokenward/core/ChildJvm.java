package dev.tokenward.core;

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

/**
 * Runs programs of a test in processes of their own, with an environment and a platform of theirs.
 */
public final class ChildJvm {

  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final List<String> options = new ArrayList<>();
  private final ProcessBuilder builder = new ProcessBuilder();

  /** Keeps what its programs log in {@code folder}. */
  public ChildJvm(Path folder) {
    this.folder = folder;
    builder.environment().keySet().removeIf(name -> name.matches("(IDENTITY|MSI|IMDS|AZURE)_.*"));
  }

  /** Adds variables to their environment. */
  public ChildJvm environment(Map<String, String> variables) {
    builder.environment().putAll(variables);
    return this;
  }

  /** Adds an option of the platform. */
  public ChildJvm option(String option) {
    options.add(option);
    return this;
  }

  /** Trusts the emulator and nobody else. */
  public ChildJvm trusting(Emulator emulator) throws IOException, GeneralSecurityException {
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
   * Starts {@code program}.
   *
   * @param input what it reads, such as secrets, which no other process may see in its arguments
   */
  public Process start(Class<?> program, String input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    Process process =
        builder
            .command(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    return process;
  }

  /**
   * Runs {@code program} to its end.
   *
   * @param input as {@link #start}
   * @return the lines it wrote; what it logged goes to {@link #log()}
   */
  public List<String> run(Class<?> program, String input, String... arguments)
      throws IOException, InterruptedException {
    return ended(start(program, input, arguments));
  }

  /**
   * Waits for the end of {@code process}.
   *
   * @return the lines it wrote
   */
  public List<String> ended(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(output + Files.readString(log()));
    }
    return output.lines().toList();
  }

  /** What they logged, at the levels that the platform logs unasked. */
  public Path log() {
    return folder.resolve("log");
  }
}
