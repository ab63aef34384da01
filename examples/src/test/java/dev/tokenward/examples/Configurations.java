package dev.tokenward.examples;

import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Has the vault check a configuration, on a machine that has every secret that it names. */
record Configurations(Path folder) {

  /** What {@code check-config} said, and its exit code. */
  record Verdict(int exit, String said) {}

  Verdict check(String yaml) throws IOException, InterruptedException {
    Path secret = Files.writeString(folder.resolve("secret"), "any-secret-of-a-test-0123456789");
    String here =
        yaml.replaceAll("(file|env):[^\\s,\\]}]+", "file:" + secret)
            .replaceAll("(?m)^trustStore:.*", "trustStore: " + certificate());
    Path file = Files.writeString(folder.resolve("tokenward.yaml"), here);
    Process vault =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "check-config",
                "--config",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(vault.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Verdict(vault.waitFor(), said);
  }

  private Path certificate() throws IOException {
    try (Emulator emulator = Emulator.start()) {
      Path copy = folder.resolve("ca.pem");
      return Files.copy(emulator.trustAnchor(), copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
