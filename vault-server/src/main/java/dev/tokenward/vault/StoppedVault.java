package dev.tokenward.vault;

import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.store.Backup;
import dev.tokenward.vault.store.LiveRing;
import dev.tokenward.vault.store.Rekey;
import dev.tokenward.vault.store.Restore;
import dev.tokenward.vault.store.SqliteStore;
import dev.tokenward.vault.store.Store;
import dev.tokenward.vault.store.StoreFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.BiFunction;

/** The state directory of a configuration, for commands that need it to themselves. */
final class StoppedVault {

  private final Path folder;
  private final VaultConfig config;
  private final Clock clock;
  private final SecureRandom random;

  StoppedVault(VaultConfig config, Clock clock, SecureRandom random) {
    this.config = config;
    this.clock = clock;
    this.random = random;
    this.folder = config.stateDir().orElseThrow(StoppedVault::noState);
  }

  private static UncheckedIOException noState() {
    return new UncheckedIOException(
        "The configuration has no stateDir, so there is no state. Name the configuration of the"
            + " vault with --config.",
        new IOException("no stateDir"));
  }

  /** Works on a store on which the vault may be running. */
  <R> R beside(BiFunction<SqliteStore, LiveRing, R> work) {
    LiveRing ring = ring();
    try (SqliteStore store = StoreFile.beside(folder, ring, clock, random)) {
      return work.apply(store, ring);
    }
  }

  /** Makes backups. */
  Backup backup(LiveRing ring) {
    return new Backup(ring, clock, random);
  }

  /** Restores into this directory. */
  Restore restore(Path backup) {
    return new Restore(folder, ring(), clock, random, store -> fit(store, backup));
  }

  /** What is older on purpose becomes newer than all that the audit knows: nothing else does. */
  private void fit(SqliteStore store, Path backup) {
    try {
      long older = store.renew(WitnessedVersions.read(config.audit(), store)::of);
      notes(store).forget();
      note(
          store,
          "restore",
          backup.getFileName() + ", in which " + older + " records were older than the audit knew");
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Which records of a store are older than its audit tells. */
  List<String> older(SqliteStore store) {
    try {
      return WitnessedVersions.older(config.audit(), store);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException(
        "The audit cannot be read, which knows what is older than it should be. Look with:"
            + " tokenward audit verify",
        e);
  }

  /** Leaves word for the audit of what a command is about to do. */
  void note(Store store, String action, String detail) {
    notes(store).leave(action, detail, clock.instant());
  }

  Notes notes(Store store) {
    return new Notes(store, random);
  }

  private LiveRing ring() {
    return new LiveRing(RootKeys.of(config, random));
  }

  SecureRandom random() {
    return random;
  }

  Clock clock() {
    return clock;
  }

  /** Whether it is no stopped vault at all. */
  boolean running() {
    return StoreFile.held(folder);
  }

  /** Rekeys what lies there. */
  <R> R rekey(BiFunction<SqliteStore, Rekey, R> work) {
    LiveRing ring = ring();
    try (SqliteStore store = StoreFile.open(folder, ring, clock, random)) {
      return work.apply(store, new Rekey(store, ring, random));
    }
  }
}
