package dev.tokenward.vault.store;

import dev.tokenward.core.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * Where the root keys lie. Each method throws {@link KeyRingException}, whose message names the
 * place and the next step; what is there is then as it was.
 */
public interface KeySource {

  /**
   * A ring that was read.
   *
   * @param advice what works and should be changed
   */
  record Loaded(KeyRing ring, Optional<String> advice) {}

  /** Reads the ring, anew each time. */
  Loaded load();

  /** Writes the first ring, where there is none. */
  void create(KeyRing ring);

  /** Writes a ring that has every root key of the one that is there, and more, in one step. */
  void replace(KeyRing ring);

  /** Takes out the versions below {@code version}, in one step. */
  void dropBefore(int version);

  /** A file that only the user who runs the vault may use; what is written there is durable. */
  static KeySource file(Path file) {
    return new FileKeySource(file, new Rings.Plain());
  }

  /** Such a file with the ring under a passphrase. */
  static KeySource passphrase(Path file, Secret passphrase, SecureRandom random) {
    return new FileKeySource(file, new Rings.Protected(passphrase, Argon2Cost.TODAY, random));
  }

  /** A file that something else puts there, such as a container's secret; only read. */
  static KeySource mounted(Path file) {
    return new MountedKeySource(file);
  }

  /**
   * What a program prints: a key ring, or one root key in Base64, which is then version 1. Run
   * without a shell, with the vault's own environment, for at most ten seconds.
   *
   * @param command the program and its arguments
   */
  static KeySource command(List<String> command) {
    return new CommandKeySource(command, CommandKeySource.LIMIT);
  }
}
