package dev.tokenward.examples;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.vault.DaggerVaultComponent;
import dev.tokenward.vault.config.Surroundings;
import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.upstream.NameLookup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** Reads a configuration as the vault does, on a machine that has every secret it names. */
final class Configurations {

  private static final String ANY_SECRET = "any-secret-of-a-test-0123456789";

  private Configurations() {}

  /**
   * Reads it.
   *
   * @throws dev.tokenward.vault.config.ConfigException with every problem
   */
  static VaultConfig read(Path folder, String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("tokenward.yaml"), yaml);
    Surroundings surroundings = new Generous(file);
    return DaggerVaultComponent.factory()
        .create(
            file, surroundings, TokenRuntime.system(), surroundings.random(), NameLookup.PLATFORM)
        .config();
  }

  /** A machine where every variable is set, and every file but one is a secret or a certificate. */
  private record Generous(Path configuration) implements Surroundings {

    @Override
    public Optional<String> variable(String name) {
      return Optional.of(ANY_SECRET);
    }

    @Override
    public byte[] read(Path file) throws IOException {
      if (file.equals(configuration)) {
        return Files.readAllBytes(file);
      }
      return file.toString().endsWith(".pem")
          ? certificate()
          : ANY_SECRET.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] certificate() throws IOException {
      try (Emulator emulator = Emulator.start()) {
        return Files.readAllBytes(emulator.trustAnchor());
      }
    }

    @Override
    public boolean readableByOthers(Path file) {
      return false;
    }

    @Override
    public SecureRandom random() {
      return new SecureRandom();
    }
  }
}
