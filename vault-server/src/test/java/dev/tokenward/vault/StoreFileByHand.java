package dev.tokenward.vault;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** The file of a store in the hands of somebody who can write it and has no key. */
final class StoreFileByHand {

  private static final String PUT =
      "insert into record (noun, id, name, version, created_at, changed_at, ends_at, destinations,"
          + " body, sealed) values (:noun, :id, :name, :version, :created_at, :changed_at,"
          + " :ends_at, :destinations, :body, :sealed)";

  private static final List<String> WRITES = List.of("insert", "update", "delete");

  private final Jdbi file;

  StoreFileByHand(Path folder) {
    this.file = Jdbi.create("jdbc:sqlite:" + folder.resolve("state/vault.db"));
  }

  /** A copy of a row. */
  Map<String, Object> row(String noun, String name) {
    return file.withHandle(
        handle ->
            handle
                .createQuery("select * from record where noun = :noun and name = :name")
                .bind("noun", noun)
                .bind("name", name)
                .mapToMap()
                .one());
  }

  /** Puts a copy in the place of the row. */
  void putBack(Map<String, Object> row) {
    file.useHandle(
        handle -> {
          handle
              .createUpdate("delete from record where noun = :noun and id = :id")
              .bindMap(row)
              .execute();
          handle.createUpdate(PUT).bindMap(row).execute();
        });
  }

  /** As on a full disk: what is kept can be read, and nothing can be written. */
  void fill() {
    for (String what : WRITES) {
      run(
          "create trigger full_%1$s before %1$s on record begin select raise(abort, 'full'); end"
              .formatted(what));
    }
  }

  /** Lets it be written again. */
  void empty() {
    WRITES.forEach(what -> run("drop trigger full_" + what));
  }

  /** Changes what is in the open. */
  void run(String sql) {
    file.useHandle(handle -> handle.execute(sql));
  }
}
