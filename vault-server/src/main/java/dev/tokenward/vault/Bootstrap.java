package dev.tokenward.vault;

import dev.tokenward.vault.access.CallerRecord;
import dev.tokenward.vault.access.CallerRecord.SecretHash;
import dev.tokenward.vault.access.Callers;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.audit.RecordVersion;
import dev.tokenward.vault.config.RootKey;
import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.store.KeyRing;
import dev.tokenward.vault.store.KeySource;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.RecordIds;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.store.StoreFile;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes what a kept vault begins with: its root key, and the caller that may do everything. */
final class Bootstrap {

  /** The caller of whoever runs the vault. */
  static final String ADMIN = Callers.ADMIN;

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

  /**
   * Makes the caller {@link #ADMIN} and its policy, where they are missing and the configuration
   * file leaves callers and policies to the store; says whether it made something.
   */
  boolean makeAdmin(Store store) {
    if (!config.callers().isEmpty() || !config.policies().isEmpty()) {
      return false;
    }
    if (damaged(store).findAny().isPresent()) {
      // Left as it is: whether it goes, somebody decides by admin reset.
      return false;
    }
    Optional<Row<CallerRecord>> known = store.find(CallerRecord.NOUN, ADMIN);
    RecordIds ids = new RecordIds(random);
    String admin = known.map(Row::id).orElseGet(ids::next);
    if (known.isEmpty()) {
      store.change(change -> addCaller(change, admin));
    }
    Optional<Row<Policy>> policy = store.find(Policy.NOUN, ADMIN);
    if (policy.filter(each -> each.value().callers().contains(admin)).isPresent()) {
      return known.isEmpty();
    }
    // One that is left of a removed caller holds that one's id.
    store.change(
        change -> {
          policy.ifPresent(each -> change.remove(Policy.NOUN, each.id()));
          return addPolicy(change, admin, ids);
        });
    return true;
  }

  private static Stream<Noun<?>> damaged(Store store) {
    return Stream.<Noun<?>>of(CallerRecord.NOUN, Policy.NOUN)
        .filter(
            noun -> store.look(noun, ADMIN).filter(each -> each.damage().isPresent()).isPresent());
  }

  /** Removes what is damaged of the administrator, and gives what the audit is to know of that. */
  static List<RecordVersion> removeDamaged(Store store) {
    return damaged(store).map(noun -> removed(store, noun)).toList();
  }

  private static RecordVersion removed(Store store, Noun<?> noun) {
    String id = store.look(noun, ADMIN).orElseThrow().id();
    long version = store.change(change -> change.remove(noun, id));
    return new RecordVersion(noun.name(), id, version);
  }

  private static String addCaller(Store.Change change, String admin) {
    change.add(
        CallerRecord.NOUN,
        admin,
        ADMIN,
        new CallerRecord("Whoever runs this vault", List.of()),
        Map.of());
    return admin;
  }

  private static Policy addPolicy(Store.Change change, String admin, RecordIds ids) {
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
  static Row<CallerRecord> giveAdmin(Store store, SecretHash secret) {
    Row<CallerRecord> admin = store.find(CallerRecord.NOUN, ADMIN).orElseThrow();
    return store.change(
        change ->
            change.replace(
                CallerRecord.NOUN,
                admin,
                ADMIN,
                new CallerRecord(admin.value().description(), List.of(secret))));
  }
}
