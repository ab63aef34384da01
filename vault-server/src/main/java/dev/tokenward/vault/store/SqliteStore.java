package dev.tokenward.vault.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.tokenward.core.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Keeps everything in one SQLite file, sealed: many readers, one writer. A change is on the disk
 * when it returns.
 */
public final class SqliteStore implements Store {

  private final HikariDataSource readers;
  private final HikariDataSource writer;
  private final Jdbi reading;
  private final Jdbi writing;
  private final Envelope envelope;
  private final Clock clock;

  private final StateFolder folder;

  SqliteStore(
      HikariDataSource readers,
      HikariDataSource writer,
      Envelope envelope,
      Clock clock,
      StateFolder folder) {
    this.readers = readers;
    this.writer = writer;
    this.reading = Jdbi.create(readers);
    this.writing = Jdbi.create(writer);
    this.envelope = envelope;
    this.clock = clock;
    this.folder = folder;
  }

  @Override
  public <T> Optional<Listed<T>> look(Noun<T> noun, String name) {
    return read(table -> table.find(noun.name(), name).map(row -> row.listed(noun, envelope)));
  }

  @Override
  public <T> Optional<Listed<T>> peek(Noun<T> noun, String id) {
    return read(table -> table.get(noun.name(), id).map(row -> row.listed(noun, envelope)));
  }

  @Override
  public <T> List<Listed<T>> list(Noun<T> noun, String after, int limit) {
    return read(
        table ->
            table.page(noun.name(), after, limit).stream()
                .map(row -> row.listed(noun, envelope))
                .toList());
  }

  @Override
  public Set<String> present(Noun<?> noun, Collection<String> ids) {
    return ids.isEmpty() ? Set.of() : read(table -> table.present(noun.name(), ids));
  }

  @Override
  public Optional<Map<String, Secret>> secrets(Noun<?> noun, Row<?> row) {
    return read(
        table ->
            table
                .get(noun.name(), row.id())
                .filter(found -> found.version() == row.version())
                .map(found -> found.secrets(envelope)));
  }

  /** Reads of one moment. */
  <R> R read(Function<RecordTable, R> work) {
    return guarded(() -> reading.withHandle(handle -> work.apply(new RecordTable(handle))));
  }

  @Override
  public <R> R change(Function<Change, R> work) {
    return write(handle -> work.apply(new SqlChange(handle)));
  }

  /** Does all of {@code work} in its turn among the changes, or nothing of it when it throws. */
  <R> R write(Function<Handle, R> work) {
    return guarded(() -> writing.inTransaction(work::apply));
  }

  /**
   * What opening every record showed.
   *
   * @param damaged records that are not as the vault wrote them
   * @param underOlderKeys how many are not under the newest root key
   */
  public record Opened(long records, List<String> damaged, long underOlderKeys) {

    /** Copies the list. */
    public Opened {
      damaged = List.copyOf(damaged);
    }
  }

  /** Which version of a record is there. */
  public record RecordVersion(String noun, String id, long version) {}

  /** The versions of all records. */
  public List<RecordVersion> versions() {
    return read(RecordTable::versions);
  }

  /** Whether a record is as the vault wrote it. */
  public boolean whole(RecordVersion record) {
    return read(table -> table.get(record.noun(), record.id())).filter(this::whole).isPresent();
  }

  private boolean whole(StoredRow row) {
    try {
      row.prove(envelope);
      return true;
    } catch (BrokenSealException e) {
      return false;
    }
  }

  /**
   * Makes records that are older than {@code witness} knows newer than that, all else as it is.
   *
   * @return how many
   */
  public long renew(WitnessedStore.Witness witness) {
    return write(
        handle -> {
          RecordTable table = new RecordTable(handle);
          return table.versions().stream()
              .filter(each -> each.version() < witness.highest(each.noun(), each.id()))
              .flatMap(each -> table.get(each.noun(), each.id()).stream())
              .peek(
                  row ->
                      table.replace(
                          row.resealed(envelope, witness.highest(row.noun(), row.id()) + 1)))
              .count();
        });
  }

  /** Opens every record, and takes nothing out of it. */
  public Opened openEvery() {
    return guarded(() -> EveryRecord.of(this).open(envelope));
  }

  /** Writes all that is here, as of one moment, into a file that is there and empty. */
  void copyInto(Path file) {
    guarded(() -> reading.withHandle(handle -> handle.execute("vacuum into ?", file.toString())));
  }

  /** Takes out of the file what was removed or replaced, so that nothing of it can be read. */
  void compact() {
    guarded(
        () ->
            writing.withHandle(
                handle ->
                    handle.execute("vacuum") + handle.execute("pragma wal_checkpoint(truncate)")));
  }

  private static <R> R guarded(Supplier<R> work) {
    try {
      return work.get();
    } catch (BrokenSealException e) {
      throw StoreException.damaged(e);
    } catch (JdbiException e) {
      throw StoreException.unavailable(e);
    }
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
    folder.close();
  }

  private final class SqlChange implements Change {

    private final RecordTable table;

    SqlChange(Handle handle) {
      this.table = new RecordTable(handle);
    }

    @Override
    public <T> Row<T> add(
        Noun<T> noun, String id, String name, T value, Map<String, Secret> secrets) {
      requireFree(noun, id, name);
      Instant now = now();
      Row<T> row = new Row<>(id, name, 1, now, now, value);
      table.add(StoredRow.seal(noun, row, secrets, envelope));
      return row;
    }

    @Override
    public <T> Row<T> replace(
        Noun<T> noun, Row<T> row, String name, T value, Map<String, Secret> secrets) {
      current(noun, row);
      return replaced(noun, row, name, value, secrets);
    }

    @Override
    public <T> Row<T> replace(Noun<T> noun, Row<T> row, String name, T value) {
      StoredRow kept = current(noun, row);
      boolean sameWay =
          kept.destinations().equals(String.join("\n", noun.destinations().apply(value)));
      Map<String, Secret> secrets = sameWay ? kept.secrets(envelope) : Map.of();
      try {
        return replaced(noun, row, name, value, secrets);
      } finally {
        secrets.values().forEach(Secret::destroy);
      }
    }

    private <T> Row<T> replaced(
        Noun<T> noun, Row<T> row, String name, T value, Map<String, Secret> secrets) {
      requireFree(noun, row.id(), name);
      Row<T> next = row.next(name, value, now());
      table.replace(StoredRow.seal(noun, next, secrets, envelope));
      return next;
    }

    private StoredRow current(Noun<?> noun, Row<?> row) {
      return table
          .get(noun.name(), row.id())
          .filter(kept -> kept.version() == row.version())
          .orElseThrow(() -> StoreException.changed(noun.name(), row.name()));
    }

    private void requireFree(Noun<?> noun, String id, String name) {
      table
          .find(noun.name(), name)
          .filter(other -> !other.id().equals(id))
          .ifPresent(
              other -> {
                throw StoreException.nameTaken(noun.name(), name);
              });
    }

    @Override
    public long remove(Noun<?> noun, String id) {
      long version = table.get(noun.name(), id).map(StoredRow::version).orElse(0L);
      table.remove(noun.name(), id);
      return version + 1;
    }

    @Override
    public void removeEnded(Noun<?> noun, Instant now) {
      table.removeEnded(noun.name(), now);
    }

    private Instant now() {
      return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
  }
}
