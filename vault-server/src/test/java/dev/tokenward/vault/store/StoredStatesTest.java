package dev.tokenward.vault.store;

import dev.tokenward.core.state.DurableStateContract;
import dev.tokenward.core.state.DurableStates;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Durable state in both stores of the vault, with a crash at every call. */
class StoredStatesTest {

  @Nested
  class InMemory extends DurableStateContract {

    @Override
    protected Backing backing() {
      Store store = new MemoryStore(Clock.systemUTC());
      return (runtime, crash) ->
          DurableStates.in(
              new StoredStates(crash.around(Store.class, store), runtime.clock()), runtime);
    }
  }

  @Nested
  class InSqlite extends DurableStateContract {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir private Path folder;
    private final KeyRing ring = KeyRing.generate(RANDOM);
    private int stores;
    private Store open = new MemoryStore(Clock.systemUTC());

    @AfterEach
    void close() {
      open.close();
    }

    @Override
    protected Backing backing() {
      Path state = folder.resolve("state" + stores++);
      return (runtime, crash) -> {
        open.close();
        open = StoreFile.open(state, () -> ring, runtime.clock(), RANDOM);
        return DurableStates.in(
            new StoredStates(crash.around(Store.class, open), runtime.clock()), runtime);
      };
    }
  }
}
