package dev.tokenward.core.state;

import dev.tokenward.core.spi.DurableState;
import org.junit.jupiter.api.Test;

class MemoryStateTest extends DurableStateContract {

  @Override
  protected Backing backing() {
    DurableState kept = DurableStates.inMemory(runtime);
    return (runtime, crash) -> kept;
  }

  @Test
  void walk_crashedTwiceAnywhere_losesNothingAcknowledged() throws Exception {
    CrashInjector.everywhereTwice(
        crash -> new GrantWalk(clock, runtime, this::pass, backing(), crash).run());
  }
}
