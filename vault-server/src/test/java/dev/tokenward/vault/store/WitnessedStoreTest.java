package dev.tokenward.vault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.vault.store.StoreContract.Thing;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WitnessedStoreTest {

  private static final Noun<Thing> NOUN = StoreContract.NOUN;

  private final Store store = new MemoryStore(Clock.systemUTC());
  private long known = 1;
  private Runnable meanwhile = () -> {};
  private final Store witnessed = new WitnessedStore(store, (noun, id) -> highest());

  /** What happens when a record was read, and is about to be compared. */
  private long highest() {
    Runnable now = meanwhile;
    meanwhile = () -> {};
    now.run();
    return known;
  }

  @BeforeEach
  void add() {
    store.change(change -> change.add(NOUN, "a", "one", Thing.of("x"), Map.of()));
  }

  private void replace() {
    Row<Thing> row = store.get(NOUN, "a").orElseThrow();
    store.change(change -> change.replace(NOUN, row, "one", Thing.of("y")));
    known = row.version() + 1;
  }

  private void remove() {
    known = store.change(change -> change.remove(NOUN, "a"));
  }

  @Test
  void read_olderThanKnown_isDamaged() {
    known = 2;
    assertThatThrownBy(() -> witnessed.get(NOUN, "a")).hasMessageContaining("thing a is an older");
    assertThatThrownBy(() -> witnessed.find(NOUN, "one"))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.DAMAGED));
    List<Listed<Thing>> page = witnessed.list(NOUN, "", 9);
    assertThat(page).hasSize(1).allMatch(each -> each.damage().isPresent());
  }

  @Test
  void read_newerThanKnown_isGood() {
    known = 0;
    assertThat(witnessed.get(NOUN, "a")).isPresent();
  }

  /** The audit heard of a change between the reading and the comparison. */
  @Test
  void read_changedMeanwhile_isReadAgain() {
    meanwhile = this::replace;
    assertThat(witnessed.get(NOUN, "a").map(Row::version)).contains(2L);
    meanwhile = this::replace;
    assertThat(witnessed.find(NOUN, "one").map(Row::version)).contains(3L);
    meanwhile = this::replace;
    assertThat(witnessed.page(NOUN, "", 9)).extracting(Row::version).containsExactly(4L);
  }

  @Test
  void read_removedMeanwhile_isGone() {
    meanwhile = this::remove;
    assertThat(witnessed.get(NOUN, "a")).isEqualTo(Optional.empty());
  }

  @Test
  void remove_olderCopy_countsAsMoreThanAllThatIsKnown() {
    known = 7;
    long version = witnessed.change(change -> change.remove(NOUN, "a"));
    assertThat(version).isEqualTo(8);
  }
}
