package dev.tokenward.vault.store;

import static dev.tokenward.vault.store.StoreContract.NOUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.Secret;
import dev.tokenward.vault.store.StoreContract.Thing;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However much a store keeps, no request reads all of it: it has the interface {@link Store}. */
class StatementsTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final FakeClock clock = new FakeClock();
  private final KeyRing ring = KeyRing.generate(RANDOM);
  private final Set<String> statements = new ConcurrentSkipListSet<>();

  @TempDir private Path folder;

  @Test
  void everyStatementOfTheInterface_goesByAnIndex() throws SQLException {
    StoreFile.open(folder, () -> ring, clock, RANDOM).close();
    try (Store store = recorded()) {
      useAll(store);
    }
    assertThat(statements)
        .as("found, got, listed, there, added, replaced, removed, removed at their end")
        .hasSize(8);
    for (String statement : statements) {
      assertThat(plan(statement))
          .as(statement)
          .hasSize(statement.startsWith("insert") ? 0 : 1)
          .allMatch(step -> step.startsWith("SEARCH record USING"));
    }
  }

  /** Rekey counts what is left before it begins, and nothing else reads everything at once. */
  @Test
  void rekey_whileServing_takesItsPagesByAnIndex() throws SQLException {
    StoreFile.open(folder, () -> ring, clock, RANDOM).close();
    assertThat(plan(RecordTable.UNDER_OTHER_KEYS)).allMatch(step -> step.startsWith("SEARCH"));
    assertThat(plan(RecordTable.NEXT)).allMatch(step -> step.startsWith("SEARCH"));
    assertThat(plan(RecordTable.COUNT_UNDER_OTHER_KEYS)).containsExactly("SCAN record");
  }

  private Store recorded() {
    String url = url();
    return new SqliteStore(
        new RecordedSource(url, statements),
        new RecordedSource(url, statements),
        new Envelope(ring, RANDOM),
        clock,
        StateFolder.take(folder, StateFolder.FileSystems.PLATFORM));
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve(StoreFile.NAME);
  }

  private static void useAll(Store store) {
    Map<String, Secret> secrets = Map.of("secret", Secret.of("s3cret"));
    Row<Thing> one =
        store.change(change -> change.add(NOUN, "a", "one", Thing.of("text"), secrets));
    assertThat(store.find(NOUN, "one")).isEqualTo(store.get(NOUN, "a")).isPresent();
    assertThat(store.page(NOUN, "", 9)).hasSize(1);
    assertThat(store.present(NOUN, List.of("a", "b"))).containsExactly("a");
    assertThat(store.secrets(NOUN, one)).isPresent();
    Row<Thing> two =
        store.change(change -> change.replace(NOUN, one, "two", Thing.of("text"), secrets));
    store.change(change -> change.replace(NOUN, two, "three", Thing.of("other")));
    store.change(
        change -> {
          change.removeEnded(NOUN, Instant.EPOCH);
          change.remove(NOUN, "a");
          return Optional.empty();
        });
  }

  private List<String> plan(String statement) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url());
        PreparedStatement explain =
            connection.prepareStatement("explain query plan " + statement)) {
      for (int i = 1; i <= explain.getParameterMetaData().getParameterCount(); i++) {
        explain.setInt(i, 1);
      }
      try (ResultSet plan = explain.executeQuery()) {
        while (plan.next()) {
          steps.add(plan.getString("detail"));
        }
      }
    }
    return steps;
  }
}
