package dev.tokenward.vault;

import dev.tokenward.vault.config.RootKey;
import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.store.KeySource;
import java.security.SecureRandom;

/** Where the root keys of a configuration lie. */
final class RootKeys {

  private RootKeys() {}

  static KeySource of(VaultConfig config, SecureRandom random) {
    RootKey from = config.rootKey().orElseThrow();
    if (from instanceof RootKey.KeyFile file) {
      return KeySource.file(file.file());
    }
    if (from instanceof RootKey.Mounted mounted) {
      return KeySource.mounted(mounted.file());
    }
    if (from instanceof RootKey.Command command) {
      return KeySource.command(command.command());
    }
    RootKey.Passphrase protectedFile = (RootKey.Passphrase) from;
    return KeySource.passphrase(protectedFile.file(), protectedFile.passphrase(), random);
  }
}
