package dev.tokenward.vault.store;

import dev.tokenward.vault.store.SqliteStore.Opened;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Copies of a store in one file: everything that is kept, sealed as it is, without the key ring. A
 * copy is as of one moment, and may be made while the vault serves.
 */
public final class Backup {

  private final Supplier<KeyRing> ring;
  private final Clock clock;
  private final SecureRandom random;

  /** Proves copies with {@code ring}. */
  public Backup(Supplier<KeyRing> ring, Clock clock, SecureRandom random) {
    this.ring = ring;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Makes {@code out}, with mode 0600, after it was restored in a place beside it and every record
   * opened there. What fails leaves nothing.
   *
   * @return how many records it holds
   * @throws StoreException naming what is damaged, or why it cannot be written
   */
  public long make(SqliteStore store, Path out) {
    Path place = out.toAbsolutePath().resolveSibling("." + out.getFileName() + ".unproven");
    try {
      requireNew(out);
      StateFolder.make(place);
      long records = proven(store, place, out);
      Files.move(place.resolve(StoreFile.NAME), out);
      return records;
    } catch (IOException e) {
      throw StoreException.unusable(
          "The backup " + out + " cannot be written. Look at its directory and the free space.");
    } finally {
      Folders.remove(place);
    }
  }

  private static void requireNew(Path out) {
    if (Files.exists(out)) {
      throw StoreException.unusable(
          "There is a file " + out + " already, and it is left as it is. Name another.");
    }
  }

  private long proven(SqliteStore store, Path place, Path out) throws IOException {
    Path copy = place.resolve("copy.db");
    Files.createFile(copy, StateFolder.mode(copy, "rw-------"));
    store.copyInto(copy);
    Opened opened = open(copy, place);
    if (!opened.damaged().isEmpty()) {
      throw StoreException.unusable(
          "There is no backup "
              + out
              + ": these records are damaged, as tokenward doctor says: "
              + String.join(", ", opened.damaged()));
    }
    Files.move(copy, place.resolve(StoreFile.NAME), StandardCopyOption.REPLACE_EXISTING);
    force(place.resolve(StoreFile.NAME));
    return opened.records();
  }

  /** Restores it, as far as that goes without a state directory. */
  private Opened open(Path copy, Path place) throws IOException {
    Path trial = place.resolve("trial");
    StateFolder.make(trial);
    Files.copy(copy, trial.resolve(StoreFile.NAME), StandardCopyOption.COPY_ATTRIBUTES);
    try (SqliteStore store = StoreFile.open(trial, ring, clock, random)) {
      return store.openEvery();
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
