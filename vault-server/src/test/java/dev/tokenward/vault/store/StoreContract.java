package dev.tokenward.vault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store keeps to. */
abstract class StoreContract {

  record Thing(String text, List<String> ways, @Nullable Instant end) {

    static Thing of(String text, String... ways) {
      return new Thing(text, List.of(ways), null);
    }
  }

  static final Noun<Thing> NOUN =
      Noun.of("thing", Thing.class)
          .sentTo(Thing::ways)
          .endingAt(thing -> Optional.ofNullable(thing.end()));

  final FakeClock clock = new FakeClock();

  @SuppressWarnings("NullAway.Init") // begin() sets it
  Store store;

  abstract Store open();

  @BeforeEach
  void begin() {
    store = open();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void add_record_isFoundByNameAndId() {
    Row<Thing> row = add("a", "one");
    assertThat(store.find(NOUN, "one")).contains(row);
    assertThat(store.get(NOUN, "a")).contains(row);
    assertThat(row.version()).isEqualTo(1);
    assertThat(row.createdAt()).isEqualTo(clock.instant());
    assertThat(store.find(NOUN, "two")).isEmpty();
    assertThat(store.get(NOUN, "one")).isEmpty();
  }

  @Test
  void present_someIds_areThoseOfRecords() {
    add("a", "one");
    add("b", "two");
    assertThat(store.present(NOUN, List.of("a", "one", "c"))).containsExactly("a");
    assertThat(store.present(NOUN, List.of())).isEmpty();
    assertThat(store.present(Noun.of("other", Thing.class), List.of("a"))).isEmpty();
  }

  @Test
  void add_takenName_isRefusedAndNothingIsKept() {
    add("a", "one");
    assertReason(
        StoreException.Reason.NAME_TAKEN,
        () ->
            store.change(
                change -> {
                  change.add(NOUN, "b", "two", Thing.of("2"), Map.of());
                  return change.add(NOUN, "c", "one", Thing.of("3"), Map.of());
                }));
    assertThat(store.find(NOUN, "two")).isEmpty();
    assertThat(store.page(NOUN, "", 9)).hasSize(1);
  }

  @Test
  void add_sameNameOfAnotherNoun_isAnotherRecord() {
    add("a", "one");
    Noun<Thing> other = Noun.of("other", Thing.class);
    store.change(change -> change.add(other, "a", "one", Thing.of("other"), Map.of()));
    assertThat(store.find(NOUN, "one").orElseThrow().value().text()).isEqualTo("text");
    assertThat(store.find(other, "one").orElseThrow().value().text()).isEqualTo("other");
  }

  @Test
  void replace_record_isThereWithTheNextVersionUnderItsNewName() {
    Row<Thing> row = add("a", "one");
    clock.advance(Duration.ofSeconds(1));
    Row<Thing> next =
        store.change(change -> change.replace(NOUN, row, "two", Thing.of("new", "x")));
    assertThat(next.version()).isEqualTo(2);
    assertThat(next.createdAt()).isEqualTo(row.createdAt());
    assertThat(next.changedAt()).isEqualTo(clock.instant());
    assertThat(store.find(NOUN, "two")).contains(next);
    assertThat(store.find(NOUN, "one")).isEmpty();
  }

  @Test
  void replace_whatWasChangedMeanwhile_isRefused() {
    Row<Thing> row = add("a", "one");
    store.change(change -> change.replace(NOUN, row, "one", Thing.of("first", "x")));
    assertReason(
        StoreException.Reason.CHANGED,
        () -> store.change(change -> change.replace(NOUN, row, "one", Thing.of("second", "x"))));
    assertThat(store.get(NOUN, "a").orElseThrow().value().text()).isEqualTo("first");
  }

  @Test
  void replace_whatWasRemoved_isRefused() {
    Row<Thing> row = add("a", "one");
    remove("a");
    assertReason(
        StoreException.Reason.CHANGED,
        () -> store.change(change -> change.replace(NOUN, row, "one", Thing.of("x"))));
  }

  @Test
  void replace_takenName_isRefused() {
    Row<Thing> row = add("a", "one");
    add("b", "two");
    assertReason(
        StoreException.Reason.NAME_TAKEN,
        () -> store.change(change -> change.replace(NOUN, row, "two", row.value())));
    assertThat(store.get(NOUN, "a")).contains(row);
  }

  @Test
  void secrets_ofARecord_areCopies() {
    Row<Thing> row = add("a", "one");
    store.secrets(NOUN, row).orElseThrow().values().forEach(Secret::destroy);
    assertThat(secret(row)).isEqualTo("s3cret");
  }

  @Test
  void secrets_ofAnOlderVersion_areNotGiven() {
    Row<Thing> row = add("a", "one");
    store.change(change -> change.replace(NOUN, row, "one", Thing.of("new", "x")));
    assertThat(store.secrets(NOUN, row)).isEmpty();
    remove("a");
    assertThat(store.secrets(NOUN, row)).isEmpty();
  }

  @Test
  void replace_sameDestinations_keepsTheSecrets() {
    Row<Thing> row = add("a", "one");
    Row<Thing> next =
        store.change(change -> change.replace(NOUN, row, "two", Thing.of("new", "x")));
    assertThat(secret(next)).isEqualTo("s3cret");
  }

  /** S1: whoever asks the store to keep secrets cannot make it send them elsewhere. */
  @Test
  void replace_otherDestinations_dropsTheSecrets() {
    Row<Thing> row = add("a", "one");
    Row<Thing> next =
        store.change(change -> change.replace(NOUN, row, "one", Thing.of("new", "x", "y")));
    assertThat(store.secrets(NOUN, next)).contains(Map.of());
  }

  @Test
  void replace_withSecrets_keepsThoseAlone() {
    Row<Thing> row = add("a", "one");
    Row<Thing> next =
        store.change(
            change ->
                change.replace(
                    NOUN, row, "one", Thing.of("new", "y"), Map.of("other", Secret.of("n3w"))));
    assertThat(store.secrets(NOUN, next).orElseThrow()).containsOnlyKeys("other");
  }

  @Test
  void remove_record_freesItsName() {
    add("a", "one");
    remove("a");
    remove("a");
    assertThat(store.find(NOUN, "one")).isEmpty();
    assertThat(add("b", "one").id()).isEqualTo("b");
  }

  @Test
  void removeEnded_removesWhatEndedAndNothingElse() {
    Instant end = clock.instant().plusSeconds(1);
    store.change(
        change -> {
          change.add(NOUN, "a", "past", new Thing("", List.of(), end), Map.of());
          change.add(NOUN, "b", "later", new Thing("", List.of(), end.plusSeconds(1)), Map.of());
          return change.add(NOUN, "c", "never", Thing.of(""), Map.of());
        });
    store.change(
        change -> {
          change.removeEnded(NOUN, end);
          return end;
        });
    assertThat(store.page(NOUN, "", 9)).extracting(Row::name).containsExactly("later", "never");
  }

  @Test
  void page_afterPage_givesEverythingOnceInOrder() {
    IntStream.range(0, 10).forEach(i -> add("id" + i, "n" + (9 - i)));
    List<Row<Thing>> first = store.page(NOUN, "", 4);
    List<Row<Thing>> second = store.page(NOUN, first.get(3).name(), 4);
    assertThat(first).extracting(Row::name).containsExactly("n0", "n1", "n2", "n3");
    assertThat(second).extracting(Row::name).containsExactly("n4", "n5", "n6", "n7");
  }

  @Test
  void change_thatThrows_leavesEverythingAsItWas() {
    Row<Thing> row = add("a", "one");
    assertThatThrownBy(
            () ->
                store.change(
                    change -> {
                      change.replace(NOUN, row, "two", Thing.of("new"));
                      change.add(NOUN, "b", "three", Thing.of("new"), Map.of());
                      change.remove(NOUN, "a");
                      throw new IllegalStateException("on purpose");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(store.page(NOUN, "", 9)).containsExactly(row);
    assertThat(secret(row)).isEqualTo("s3cret");
  }

  @Test
  void change_ofOneRecordAtOnce_losesNone() throws Exception {
    add("a", "one");
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      Callable<Row<Thing>> count = () -> store.change(this::next);
      pool.invokeAll(IntStream.range(0, 64).mapToObj(i -> count).toList())
          .forEach(done -> assertThat(done).succeedsWithin(Duration.ofMinutes(1)));
    } finally {
      pool.shutdown();
    }
    assertThat(store.get(NOUN, "a").orElseThrow().version()).isEqualTo(65);
  }

  private Row<Thing> next(Store.Change change) {
    return change.replace(NOUN, store.get(NOUN, "a").orElseThrow(), "one", Thing.of("n", "x"));
  }

  Row<Thing> add(String id, String name) {
    return store.change(
        change ->
            change.add(
                NOUN, id, name, Thing.of("text", "x"), Map.of("field", Secret.of("s3cret"))));
  }

  private void remove(String id) {
    store.change(
        change -> {
          change.remove(NOUN, id);
          return id;
        });
  }

  String secret(Row<Thing> row) {
    Secret kept = store.secrets(NOUN, row).orElseThrow().get("field");
    return Objects.requireNonNull(kept).reveal();
  }

  static void assertReason(StoreException.Reason reason, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
