package dev.tokenward.vault;

import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.store.Backup;
import dev.tokenward.vault.store.LiveRing;
import dev.tokenward.vault.store.Rekey;
import dev.tokenward.vault.store.Restore;
import dev.tokenward.vault.store.SqliteStore;
import dev.tokenward.vault.store.StoreFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Function;

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
  Restore restore() {
    return new Restore(folder, ring(), clock, random);
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
  <R> R rekey(Function<Rekey, R> work) {
    LiveRing ring = ring();
    try (SqliteStore store = StoreFile.open(folder, ring, clock, random)) {
      return work.apply(new Rekey(store, ring, random));
    }
  }
}
