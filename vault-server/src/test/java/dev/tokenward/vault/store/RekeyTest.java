package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.Secret;
import dev.tokenward.vault.store.StoreContract.Thing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RekeyTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Noun<Thing> NOUN = StoreContract.NOUN;

  /** Ends the run between two pages, as a crash would. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final FakeClock clock = new FakeClock();
  @TempDir private Path temp;

  @SuppressWarnings("NullAway.Init") // begin() sets it
  private LiveRing ring;

  @SuppressWarnings("NullAway.Init") // begin() sets it
  private SqliteStore store;

  @BeforeEach
  void begin() {
    source().create(KeyRing.generate(RANDOM));
    open();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void open() {
    ring = new LiveRing(source());
    store = StoreFile.open(temp.resolve("state"), ring, clock, RANDOM);
  }

  private KeySource source() {
    return KeySource.file(temp.resolve("root.key"));
  }

  private void reopen() {
    store.close();
    open();
  }

  @Test
  void run_toItsEnd_keepsVersionsAndSecrets() {
    fill(250);
    Row<Thing> before = store.get(NOUN, "n00100").orElseThrow();
    Rekey.Outcome outcome = rekeyed(progress -> {});
    assertThat(outcome).isEqualTo(new Rekey.Outcome(2, 250, List.of()));
    assertThat(store.get(NOUN, "n00100")).contains(before);
    assertThat(secret(before)).contains("s3cret");
    assertEverythingIsUnder(2, 250);
  }

  @Test
  void run_twice_makesAKeyEachTime() {
    fill(1);
    rekeyed(progress -> {});
    assertThat(rekeyed(progress -> {}).version()).isEqualTo(3);
    assertEverythingIsUnder(3, 1);
  }

  /** Where something else holds the ring, the new key is put there by hand. */
  @Test
  void run_keyAddedByHand_isTaken() {
    fill(1);
    source().replace(source().load().ring().withNewVersion(RANDOM));
    assertThat(rekeyed(progress -> {}).version()).isEqualTo(2);
    assertEverythingIsUnder(2, 1);
  }

  @Test
  void run_damagedRecord_isNamedAndLeftAndTheRestIsDone() {
    fill(250);
    byHand("update record set body = '{}' where id = 'n00100'");
    Rekey.Outcome outcome = rekeyed(progress -> {});
    assertThat(outcome).isEqualTo(new Rekey.Outcome(2, 249, List.of("thing n00100")));
    assertThatThrownBy(() -> rekey().dropOld()).hasMessageContaining("thing n00100");
    assertThat(source().load().ring().versions()).containsExactly(1, 2);
  }

  /** It would stay under the first key for ever, and no second rekey would make another. */
  @Test
  void run_damagedRecordOfAnEarlierRun_makesANewKeyForTheRest() {
    fill(250);
    byHand("update record set body = '{}' where id = 'n00100'");
    rekeyed(progress -> {});
    Rekey.Outcome outcome = rekeyed(progress -> {});
    assertThat(outcome).isEqualTo(new Rekey.Outcome(3, 249, List.of("thing n00100")));
    assertThat(source().load().ring().versions()).containsExactly(1, 2, 3);
  }

  @Test
  void dropOld_allUnderTheNewest_leavesItAlone() {
    fill(250);
    rekeyed(progress -> {});
    rekey().dropOld();
    assertThat(source().load().ring().versions()).containsExactly(2);
    reopen();
    assertEverythingIsUnder(2, 250);
  }

  @Test
  void dropOld_recordsUnderAnOlderKey_isRefusedAndNothingIsDropped() {
    fill(250);
    assertThatThrownBy(
            () ->
                rekeyed(
                    progress -> {
                      throw new Crash();
                    }))
        .isInstanceOf(Crash.class);
    assertThatThrownBy(() -> rekey().dropOld())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("nothing was dropped");
    reopen();
    assertThat(ring.get().versions()).containsExactly(1, 2);
    assertThat(store.page(NOUN, "", 999)).hasSize(250);
  }

  /** Between the two steps of dropping, a crash leaves a ring that has more than it needs. */
  @Test
  void dropOld_stoppedBeforeTheRing_goesOn() {
    fill(1);
    rekeyed(progress -> {});
    KeyRing both = source().load().ring();
    rekey().dropOld();
    Path file = temp.resolve("root.key");
    assertThat(file.toFile().delete()).isTrue();
    source().create(both);
    reopen();
    rekey().dropOld();
    assertThat(source().load().ring().versions()).containsExactly(2);
  }

  private Rekey.Outcome rekeyed(Consumer<Rekey.Progress> told) {
    Rekey rekey = rekey();
    rekey.begin();
    return rekey.run(told);
  }

  /** A data key that was wrapped by an old root key may have leaked with it. */
  @Test
  void run_record_getsANewDataKeyAndTheOldSealIsGoneOnceDropped() throws IOException {
    fill(1);
    byte[] before = seal();
    rekeyed(progress -> {});
    assertThat(text(seal())).doesNotContain(text(Arrays.copyOfRange(before, 5, 65)));
    rekey().dropOld();
    store.close();
    assertThat(text(Files.readAllBytes(temp.resolve("state/vault.db"))))
        .doesNotContain(text(before));
    open();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private byte[] seal() {
    return jdbi()
        .withHandle(
            handle -> handle.createQuery("select sealed from record").mapTo(byte[].class).one());
  }

  private void assertEverythingIsUnder(int version, long records) {
    Envelope newest = new Envelope(ring.get().from(version), RANDOM);
    AtomicLong opened = new AtomicLong();
    EveryRecord.of(store)
        .forEach(
            row -> {
              row.prove(newest);
              opened.incrementAndGet();
            });
    assertThat(opened).hasValue(records);
  }

  private Rekey rekey() {
    return new Rekey(store, ring, RANDOM);
  }

  private Optional<String> secret(Row<Thing> row) {
    return store.secrets(NOUN, row).map(all -> all.get("field")).map(Secret::reveal);
  }

  private void fill(int records) {
    store.change(
        change -> {
          IntStream.range(0, records).forEach(i -> add(change, "n%05d".formatted(i)));
          return change;
        });
  }

  private static void add(Store.Change change, String id) {
    change.add(NOUN, id, id, Thing.of("text", "x"), Map.of("field", Secret.of("s3cret")));
  }

  private void byHand(String sql) {
    jdbi().useHandle(handle -> handle.execute(sql));
  }

  private Jdbi jdbi() {
    return Jdbi.create("jdbc:sqlite:" + temp.resolve("state/vault.db"));
  }
}
