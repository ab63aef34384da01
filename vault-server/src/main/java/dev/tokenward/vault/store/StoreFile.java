package dev.tokenward.vault.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The SQLite file of a state directory: opened, migrated, and matched with its root keys. */
public final class StoreFile {

  static final String NAME = "vault.db";

  private static final int READERS = 8;
  private static final String SETTINGS =
      "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000&foreign_keys=on"
          + "&transaction_mode=IMMEDIATE";

  private StoreFile() {}

  /**
   * Opens the store in {@code directory}, and makes it where there is none.
   *
   * @param ring asked each time, so that a new root key acts at once
   * @throws StoreException for {@code UNAVAILABLE}, naming what is wrong and what to do; then
   *     nothing was touched
   */
  public static SqliteStore open(
      Path directory, Supplier<KeyRing> ring, Clock clock, SecureRandom random) {
    return open(directory, ring, clock, random, StateFolder.FileSystems.PLATFORM);
  }

  static SqliteStore open(
      Path directory,
      Supplier<KeyRing> ring,
      Clock clock,
      SecureRandom random,
      StateFolder.FileSystems systems) {
    StateFolder folder = StateFolder.take(directory, systems);
    try {
      Restore.requireNoneUnderWay(folder);
      return open(folder, ring, clock, random);
    } catch (StoreException e) {
      folder.close();
      throw e;
    }
  }

  /** What fails lets the folder go. */
  static SqliteStore open(
      StateFolder folder, Supplier<KeyRing> ring, Clock clock, SecureRandom random) {
    HikariDataSource writer = null;
    boolean opened = false;
    try {
      makeFile(folder.file(NAME));
      writer = source(folder, 1);
      SchemaVersion.bring(writer, folder);
      Jdbi.create(writer)
          .useTransaction(handle -> new RootKeyTable(handle).match(ring.get(), random));
      SqliteStore store =
          new SqliteStore(
              source(folder, READERS), writer, new Envelope(ring, random), clock, folder);
      opened = true;
      return store;
    } catch (JdbiException | PoolInitializationException e) {
      throw StoreException.unavailable(e);
    } finally {
      if (!opened) {
        close(writer, folder);
      }
    }
  }

  /**
   * Opens a store on which a vault may be running. Nothing is made, migrated or noted.
   *
   * @throws StoreException for {@code UNAVAILABLE}, saying what is wrong
   */
  public static SqliteStore beside(
      Path directory, Supplier<KeyRing> ring, Clock clock, SecureRandom random) {
    StateFolder folder = StateFolder.beside(directory);
    requireThere(folder.file(NAME));
    HikariDataSource writer = source(folder, 1);
    boolean opened = false;
    try {
      SchemaVersion.require(writer, folder);
      Jdbi.create(writer).useHandle(handle -> new RootKeyTable(handle).require(ring.get()));
      opened = true;
      return new SqliteStore(
          source(folder, READERS), writer, new Envelope(ring, random), clock, folder);
    } catch (JdbiException | PoolInitializationException e) {
      throw StoreException.unavailable(e);
    } finally {
      if (!opened) {
        close(writer, folder);
      }
    }
  }

  /** Whether a vault runs on the store, or a command that needs it to itself. */
  public static boolean held(Path directory) {
    requireThere(directory.resolve(NAME));
    return StateFolder.held(directory);
  }

  private static void requireThere(Path file) {
    if (Files.notExists(file)) {
      throw StoreException.unusable(
          "There is no store " + file + ". Correct stateDir, or start the vault once.");
    }
  }

  /** Makes a state directory that only its owner may use, where there is none. */
  public static void makeFolder(Path directory) {
    StateFolder.make(directory);
  }

  private static void close(@Nullable HikariDataSource writer, StateFolder folder) {
    if (writer != null) {
      writer.close();
    }
    folder.close();
  }

  /** SQLite gives the files beside it the same permissions. */
  private static void makeFile(Path file) {
    try {
      if (Files.notExists(file)) {
        Files.createFile(file, StateFolder.mode(file, "rw-------"));
      }
    } catch (IOException e) {
      throw StoreException.unusable("The store " + file + " cannot be made.");
    }
  }

  private static HikariDataSource source(StateFolder folder, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:" + folder.file(NAME) + SETTINGS);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(10_000);
    config.setPoolName("vault-" + (connections == 1 ? "writer" : "readers"));
    return new HikariDataSource(config);
  }
}
