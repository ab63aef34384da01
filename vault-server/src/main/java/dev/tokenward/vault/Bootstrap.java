package dev.tokenward.vault;

import dev.tokenward.vault.access.CallerRecord;
import dev.tokenward.vault.access.CallerRecord.SecretHash;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.config.RootKey;
import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.store.KeyRing;
import dev.tokenward.vault.store.KeySource;
import dev.tokenward.vault.store.RecordIds;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.store.StoreFile;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes what a kept vault begins with: its root key, and the caller that may do everything. */
final class Bootstrap {

  /** The caller of whoever runs the vault. */
  static final String ADMIN = "admin";

  private final VaultConfig config;
  private final SecureRandom random;

  Bootstrap(VaultConfig config, SecureRandom random) {
    this.config = config;
    this.random = random;
  }

  /** Makes a root key where the vault is to have one and there is none; says whether it did. */
  boolean makeKey() {
    KeySource keys = RootKeys.of(config, random);
    if (!(config.rootKey().orElseThrow() instanceof RootKey.InFile file)
        || Files.exists(file.file())) {
      return false;
    }
    config.stateDir().ifPresent(StoreFile::makeFolder);
    keys.create(KeyRing.generate(random));
    return true;
  }

  /** Makes the caller {@link #ADMIN} and its policy, where they are missing. */
  void makeAdmin(Store store) {
    if (store.find(CallerRecord.NOUN, ADMIN).isEmpty()) {
      store.change(change -> add(change, new RecordIds(random)));
    }
  }

  private static Policy add(Store.Change change, RecordIds ids) {
    String admin = ids.next();
    change.add(
        CallerRecord.NOUN,
        admin,
        ADMIN,
        new CallerRecord("Whoever runs this vault", List.of()),
        Map.of());
    Policy everything =
        new Policy(
            ADMIN,
            Set.of(admin),
            Set.of(Policy.EVERY),
            EnumSet.allOf(Permission.class),
            RequestRules.ANY,
            null);
    change.add(Policy.NOUN, ids.next(), ADMIN, everything, Map.of());
    return everything;
  }

  /** Gives the caller {@link #ADMIN} that secret, and ends those that it had. */
  static void giveAdmin(Store store, SecretHash secret) {
    Row<CallerRecord> admin = store.find(CallerRecord.NOUN, ADMIN).orElseThrow();
    store.change(
        change ->
            change.replace(
                CallerRecord.NOUN,
                admin,
                ADMIN,
                new CallerRecord(admin.value().description(), List.of(secret))));
  }
}
