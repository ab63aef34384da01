package dev.tokenward.testkit.http;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/** The emulator's one clock, which a test may replace while the emulator runs. Thread-safe. */
public final class EmulatorClock implements InstantSource {

  private final InstantSource start;
  private volatile InstantSource current;

  /** Creates a clock that follows {@code start} until told otherwise. */
  public EmulatorClock(Clock start) {
    this.start = start;
    this.current = start;
  }

  /** Follows {@code source} from now on. */
  public void follow(InstantSource source) {
    current = source;
  }

  /** Follows again what this clock was created with. */
  public void reset() {
    current = start;
  }

  @Override
  public Instant instant() {
    return current.instant();
  }
}
