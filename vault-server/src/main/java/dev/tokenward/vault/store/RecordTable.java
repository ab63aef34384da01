package dev.tokenward.vault.store;

import dev.tokenward.vault.store.SqliteStore.RecordVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The one table of records, in SQL that SQLite and PostgreSQL both speak. */
final class RecordTable {

  private static final String BY_NAME = "select * from record where noun = :noun and name = :name";
  private static final String BY_ID = "select * from record where noun = :noun and id = :id";
  private static final String PAGE =
      "select * from record where noun = :noun and name > :after order by name limit :limit";
  private static final String PRESENT =
      "select id from record where noun = :noun and id in (<ids>)";
  static final String NEXT =
      "select * from record where (noun, id) > (:noun, :id) order by noun, id limit :limit";
  static final String UNDER_OTHER_KEYS =
      "select * from record where (noun, id) > (:noun, :id) and substr(sealed, 1, 5) <> :header"
          + " order by noun, id limit :limit";

  /** Reads every record: for a rekey before it begins, and for no request. */
  static final String COUNT_UNDER_OTHER_KEYS =
      "select count(*) from record where substr(sealed, 1, 5) <> :header";

  private static final String REMOVE_ENDED =
      "delete from record where noun = :noun and ends_at is not null and ends_at <= :now";

  private static final String ADD =
      "insert into record (noun, id, name, version, created_at, changed_at, ends_at, destinations,"
          + " body, sealed) values (:noun, :id, :name, :version, :createdAt, :changedAt, :endsAt,"
          + " :destinations, :body, :sealed)";
  private static final String REPLACE =
      "update record set name = :name, version = :version, changed_at = :changedAt, ends_at ="
          + " :endsAt, destinations = :destinations, body = :body, sealed = :sealed where noun ="
          + " :noun and id = :id";

  private final Handle handle;

  RecordTable(Handle handle) {
    this.handle = handle;
  }

  Optional<StoredRow> find(String noun, String name) {
    return handle
        .createQuery(BY_NAME)
        .bind("noun", noun)
        .bind("name", name)
        .map(RecordTable::row)
        .findOne();
  }

  Optional<StoredRow> get(String noun, String id) {
    return handle
        .createQuery(BY_ID)
        .bind("noun", noun)
        .bind("id", id)
        .map(RecordTable::row)
        .findOne();
  }

  List<StoredRow> page(String noun, String after, int limit) {
    return handle
        .createQuery(PAGE)
        .bind("noun", noun)
        .bind("after", after)
        .bind("limit", limit)
        .map(RecordTable::row)
        .list();
  }

  /** Which of the ids there are; some at least. */
  Set<String> present(String noun, Collection<String> ids) {
    return handle
        .createQuery(PRESENT)
        .bind("noun", noun)
        .bindList("ids", List.copyOf(ids))
        .mapTo(String.class)
        .set();
  }

  /** Rows of every noun, behind the one of that noun and id. */
  List<StoredRow> next(String noun, String id, int limit) {
    return handle
        .createQuery(NEXT)
        .bind("noun", noun)
        .bind("id", id)
        .bind("limit", limit)
        .map(RecordTable::row)
        .list();
  }

  /** Rows of every noun behind that one, whose seal begins otherwise. */
  List<StoredRow> underOtherKeys(byte[] header, String noun, String id, int limit) {
    return handle
        .createQuery(UNDER_OTHER_KEYS)
        .bind("header", header)
        .bind("noun", noun)
        .bind("id", id)
        .bind("limit", limit)
        .map(RecordTable::row)
        .list();
  }

  /** How many rows have a seal that begins otherwise. */
  long countUnderOtherKeys(byte[] header) {
    return handle
        .createQuery(COUNT_UNDER_OTHER_KEYS)
        .bind("header", header)
        .mapTo(Long.class)
        .one();
  }

  /** The version of every row, in which nothing is opened. */
  List<RecordVersion> versions() {
    return handle
        .createQuery("select noun, id, version from record order by noun, id")
        .map(
            (result, context) ->
                new RecordVersion(
                    result.getString("noun"), result.getString("id"), result.getLong("version")))
        .list();
  }

  void add(StoredRow row) {
    bound(handle.createUpdate(ADD), row).bind("createdAt", row.createdAt()).execute();
  }

  void replace(StoredRow row) {
    bound(handle.createUpdate(REPLACE), row).execute();
  }

  void remove(String noun, String id) {
    handle.execute("delete from record where noun = ? and id = ?", noun, id);
  }

  void removeEnded(String noun, Instant now) {
    handle.createUpdate(REMOVE_ENDED).bind("noun", noun).bind("now", now.toEpochMilli()).execute();
  }

  private static <S extends SqlStatement<S>> S bound(S statement, StoredRow row) {
    return statement
        .bind("noun", row.noun())
        .bind("id", row.id())
        .bind("name", row.name())
        .bind("version", row.version())
        .bind("changedAt", row.changedAt())
        .bind("endsAt", row.endsAt())
        .bind("destinations", row.destinations())
        .bind("body", row.body())
        .bind("sealed", row.sealed().bytes());
  }

  private static StoredRow row(ResultSet result, StatementContext context) throws SQLException {
    return new StoredRow(
        result.getString("noun"),
        result.getString("id"),
        result.getString("name"),
        result.getLong("version"),
        result.getLong("created_at"),
        result.getLong("changed_at"),
        end(result),
        result.getString("destinations"),
        result.getString("body"),
        new Sealed(result.getBytes("sealed")));
  }

  private static @Nullable Long end(ResultSet result) throws SQLException {
    long end = result.getLong("ends_at");
    return result.wasNull() ? null : end;
  }
}
