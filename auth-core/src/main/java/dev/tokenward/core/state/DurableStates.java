package dev.tokenward.core.state;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.DurableState;

/** Opens the {@link DurableState} implementations that need nothing but the JDK. */
public final class DurableStates {

  private DurableStates() {}

  /** State that ends with this object. Claims by the runtime's clock and chance. */
  public static DurableState inMemory(TokenRuntime runtime) {
    return new ClaimedRows(new MemoryRows(runtime.clock()), runtime.random());
  }
}
