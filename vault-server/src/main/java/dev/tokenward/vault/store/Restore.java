package dev.tokenward.vault.store;

import dev.tokenward.vault.store.SqliteStore.Opened;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Puts a backup where a store is to be. It is opened and proven in a place of its own first, and
 * marked as quiet; until then, what is there stays. A restore that was killed while it exchanged
 * the files is noticed: the vault does not start until it was run again.
 */
public final class Restore {

  private static final String UNDER_WAY = "restore-under-way";
  private static final String PLACE = "restore-unproven";
  private static final List<String> FILES = List.of("vault.db", "vault.db-wal", "vault.db-shm");

  private final Path folder;
  private final Supplier<KeyRing> ring;
  private final Clock clock;
  private final SecureRandom random;
  private final Consumer<SqliteStore> fit;

  /**
   * What was restored.
   *
   * @param aside where the store that was there lies now
   */
  public record Restored(long records, Optional<Path> aside) {}

  /**
   * Restores into {@code folder}, with the ring that the backup was made under.
   *
   * @param fit makes of what was restored what the audit, which goes on, takes for the present one
   */
  public Restore(
      Path folder,
      Supplier<KeyRing> ring,
      Clock clock,
      SecureRandom random,
      Consumer<SqliteStore> fit) {
    this.fit = fit;
    this.folder = folder;
    this.ring = ring;
    this.clock = clock;
    this.random = random;
  }

  static void requireNoneUnderWay(StateFolder state) {
    if (Files.exists(state.file(UNDER_WAY))) {
      throw StoreException.unusable(
          "A restore was stopped while it exchanged the store in "
              + state.file("")
              + ". Run it again: tokenward restore --replace --from FILE");
    }
  }

  /**
   * Restores.
   *
   * @param replace whether a store that is there is moved aside; else it is left, and this refuses
   * @throws StoreException saying what is wrong with the backup, the key or the place
   */
  public Restored from(Path backup, boolean replace) {
    try (StateFolder state = StateFolder.take(folder, StateFolder.FileSystems.PLATFORM)) {
      requireRoom(state, replace);
      Path place = state.file(PLACE);
      Folders.remove(place);
      try {
        long records = prove(backup, place);
        return new Restored(records, exchange(state, place));
      } finally {
        Folders.remove(place);
      }
    } catch (IOException e) {
      throw StoreException.unusable(
          "The backup "
              + backup
              + " cannot be restored ("
              + e.getClass().getSimpleName()
              + "). Look at its path, the state directory and the free space.");
    }
  }

  private void requireRoom(StateFolder state, boolean replace) {
    if (!replace && Files.exists(state.file(StoreFile.NAME))) {
      throw StoreException.unusable(
          "There is a store in " + folder + " already. With --replace it is moved aside.");
    }
  }

  private long prove(Path backup, Path place) throws IOException {
    StateFolder.make(place);
    Path copy = place.resolve(StoreFile.NAME);
    Files.createFile(copy, StateFolder.mode(copy, "rw-------"));
    try (var out = Files.newOutputStream(copy)) {
      Files.copy(backup, out);
    }
    try (SqliteStore store = StoreFile.open(place, ring, clock, random)) {
      Opened opened = store.openEvery();
      requireWhole(backup, opened);
      fit.accept(store);
      new Quiet(store).begin(now());
      return opened.records();
    }
  }

  private static void requireWhole(Path backup, Opened opened) {
    if (!opened.damaged().isEmpty()) {
      throw StoreException.unusable(
          "The backup "
              + backup
              + " is damaged, and nothing was restored: "
              + String.join(", ", opened.damaged()));
    }
  }

  private Optional<Path> exchange(StateFolder state, Path place) throws IOException {
    mark(state.file(UNDER_WAY));
    Optional<Path> aside = moveAside(state);
    Files.move(place.resolve(StoreFile.NAME), state.file(StoreFile.NAME));
    Folders.force(folder);
    Files.delete(state.file(UNDER_WAY));
    Folders.force(folder);
    return aside;
  }

  private void mark(Path file) throws IOException {
    try {
      Files.createFile(file, StateFolder.mode(file, "rw-------"));
    } catch (FileAlreadyExistsException e) {
      // Of the run that this one does again.
      return;
    }
    Folders.force(folder);
  }

  private Optional<Path> moveAside(StateFolder state) throws IOException {
    List<String> there = FILES.stream().filter(name -> Files.exists(state.file(name))).toList();
    if (there.isEmpty()) {
      return Optional.empty();
    }
    Path aside = state.file("replaced-" + now().toString().replace(':', '-'));
    StateFolder.make(aside);
    for (String name : there) {
      Files.move(state.file(name), aside.resolve(name));
    }
    Folders.force(aside);
    return Optional.of(aside);
  }

  private Instant now() {
    return clock.instant();
  }
}
