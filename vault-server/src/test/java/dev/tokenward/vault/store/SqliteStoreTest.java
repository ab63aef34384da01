package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteStoreTest extends StoreContract {

  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path temp;
  private KeyRing ring = KeyRing.generate(RANDOM);

  @Override
  Store open() {
    return open(StateFolder.FileSystems.PLATFORM);
  }

  private Store open(StateFolder.FileSystems systems) {
    return StoreFile.open(folder(), () -> ring, clock, RANDOM, systems);
  }

  private Path folder() {
    return temp.resolve("state");
  }

  @Test
  void reopened_store_holdsWhatWasKept() {
    Row<Thing> row = add("a", "one");
    store.close();
    store = open();
    assertThat(store.find(NOUN, "one")).contains(row);
    assertThat(secret(row)).isEqualTo("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name = 'two'",
        "version = 2",
        "created_at = created_at + 1",
        "changed_at = changed_at + 1",
        "ends_at = 9999999999999",
        "destinations = 'evil'",
        "destinations = destinations || char(10) || 'evil'",
        "body = replace(body, 'text', 'test')",
        "sealed = substr(sealed, 1, length(sealed) - 1)",
        "sealed = zeroblob(200)",
        "sealed = zeroblob(0)",
        "noun = 'thin'",
        "id = 'b'",
      })
  void anyColumn_changedByHand_isFoundAndNothingIsOverwritten(String edit) {
    add("a", "one");
    byHand("update record set " + edit);
    Map<String, byte[]> before = files();
    Noun<Thing> noun = edit.startsWith("noun") ? Noun.of("thin", Thing.class) : NOUN;
    assertThatThrownBy(() -> store.page(noun, "", 9))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.DAMAGED))
        .hasMessageContaining(noun.name() + " " + (edit.startsWith("id") ? "b" : "a"));
    assertThat(files()).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void seal_ofAnotherRow_isFound() {
    add("a", "one");
    add("b", "two");
    byHand("update record set sealed = (select sealed from record where id = 'b') where id = 'a'");
    assertReason(StoreException.Reason.DAMAGED, () -> store.get(NOUN, "a"));
    assertThat(store.get(NOUN, "b")).isPresent();
  }

  @Test
  void open_wrongKey_isNamedAndNothingIsTouched() {
    add("a", "one");
    store.close();
    Map<String, byte[]> before = files();
    KeyRing right = ring;
    ring = KeyRing.generate(RANDOM);
    assertUnusable("wrong root key: version 1", this::open);
    assertThat(files()).usingRecursiveComparison().isEqualTo(before);
    ring = right;
    store = open();
    assertThat(store.get(NOUN, "a")).isPresent();
  }

  @Test
  void open_ringWithoutAnOldVersion_isNamed() {
    KeyRing first = ring;
    store.close();
    ring = first.withNewVersion(RANDOM);
    store = open();
    add("a", "one");
    store.close();
    ring = first;
    assertUnusable("root key version 2", this::open);
    ring = first.withNewVersion(RANDOM);
    assertUnusable("wrong root key: version 2", this::open);
  }

  @Test
  void open_newerSchema_isRefusedByName() {
    byHand(
        "insert into flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success) values (99, '99', 'x', 'SQL',"
            + " 'x', 1, 'x', 1, 1)");
    store.close();
    Map<String, byte[]> before = files();
    assertUnusable("newer vault (schema 99", this::open);
    assertThat(files()).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void open_twice_isRefused() {
    assertUnusable("Another vault uses", this::open);
  }

  @Test
  void open_networkFileSystem_isRefused() {
    store.close();
    assertUnusable("network file system (nfs4)", () -> open(folder -> "nfs4"));
  }

  @Test
  void open_fileInPlaceOfTheDirectory_isRefused() throws IOException {
    store.close();
    temp = Files.createDirectory(temp.resolve("other"));
    Files.createFile(folder());
    assertUnusable("is no directory", this::open);
  }

  @Test
  void files_areTheOwnersAlone() throws IOException {
    add("a", "one");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
        .isEqualTo("rwx------");
    for (String file : files().keySet()) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder().resolve(file));
      assertThat(PosixFilePermissions.toString(permissions)).as(file).isEqualTo("rw-------");
    }
  }

  @Test
  void files_holdNoSecret() {
    add("a", "one");
    assertThat(files()).containsKeys("vault.db", "vault.db-wal");
    files()
        .values()
        .forEach(bytes -> assertThat(new String(bytes, ISO_8859_1)).doesNotContain("s3cret"));
    store.close();
    files()
        .values()
        .forEach(bytes -> assertThat(new String(bytes, ISO_8859_1)).doesNotContain("s3cret"));
  }

  private void byHand(String sql) {
    jdbi().useHandle(handle -> handle.execute(sql));
  }

  private Jdbi jdbi() {
    return Jdbi.create("jdbc:sqlite:" + folder().resolve("vault.db"));
  }

  private Map<String, byte[]> files() {
    try (Stream<Path> files = Files.list(folder())) {
      Map<String, byte[]> contents = new TreeMap<>();
      for (Path file : files.filter(each -> !each.toString().endsWith("-shm")).toList()) {
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
      return contents;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertUnusable(String message, Runnable open) {
    assertThatThrownBy(open::run)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.UNAVAILABLE))
        .hasMessageContaining(message);
  }
}
