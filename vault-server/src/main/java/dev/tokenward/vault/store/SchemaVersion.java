package dev.tokenward.vault.store;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Brings a store to the schema of this version of the vault: never back, and never past what it
 * knows.
 */
final class SchemaVersion {

  /** The newest migration that this version ships. */
  static final int KNOWN = 1;

  private static final String MIGRATIONS = "dev/tokenward/vault/store/migrations";
  private static final String HISTORY = "flyway_schema_history";

  private SchemaVersion() {}

  /** The schema's version; 0 for an empty store. */
  static int of(Handle handle) {
    boolean begun =
        handle
                .createQuery(
                    "select count(*) from sqlite_master where type = 'table' and name = :name")
                .bind("name", HISTORY)
                .mapTo(Integer.class)
                .one()
            > 0;
    return begun ? newest(handle) : 0;
  }

  private static int newest(Handle handle) {
    return handle
        .createQuery("select version from " + HISTORY + " where success and version is not null")
        .mapTo(String.class)
        .stream()
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(0);
  }

  /**
   * Migrates what is older, after a copy of it was made beside it.
   *
   * @throws StoreException for {@code UNAVAILABLE} when it is newer; nothing was touched
   */
  static void bring(HikariDataSource source, StateFolder folder) {
    int found = Jdbi.create(source).withHandle(SchemaVersion::of);
    if (found > KNOWN) {
      throw StoreException.unusable(
          "The store "
              + folder.file(StoreFile.NAME)
              + " was written by a newer vault (schema "
              + found
              + "; this one knows "
              + KNOWN
              + "). Start that version, or restore a backup of this one's.");
    }
    if (found < KNOWN) {
      copy(source, folder, found);
      Flyway.configure().dataSource(source).locations("classpath:" + MIGRATIONS).load().migrate();
    }
  }

  /**
   * Requires the schema of this version of the vault, and changes nothing.
   *
   * @throws StoreException for {@code UNAVAILABLE}
   */
  static void require(HikariDataSource source, StateFolder folder) {
    int found = Jdbi.create(source).withHandle(SchemaVersion::of);
    if (found != KNOWN) {
      throw StoreException.unusable(
          "The store "
              + folder.file(StoreFile.NAME)
              + " has schema "
              + found
              + ", and this version of the vault knows "
              + KNOWN
              + ". Use the version of the vault that runs on it, or start this one once.");
    }
  }

  private static void copy(HikariDataSource source, StateFolder folder, int found) {
    if (found > 0) {
      String copy = folder.file("vault-before-schema-" + KNOWN + ".db").toString();
      Jdbi.create(source).useHandle(handle -> handle.execute("vacuum into ?", copy));
    }
  }
}
