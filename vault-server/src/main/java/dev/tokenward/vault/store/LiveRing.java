package dev.tokenward.vault.store;

import java.util.function.Supplier;

/** The key ring that a vault works with, from where it lies. Thread-safe. */
public final class LiveRing implements Supplier<KeyRing> {

  private final KeySource source;
  private volatile KeyRing ring;

  /**
   * Reads the ring.
   *
   * @throws KeyRingException when it cannot be read
   */
  public LiveRing(KeySource source) {
    this.source = source;
    this.ring = source.load().ring();
  }

  @Override
  public KeyRing get() {
    return ring;
  }

  KeySource source() {
    return source;
  }

  /** From now on, what is written is sealed under the newest key of {@code next}. */
  void adopt(KeyRing next) {
    ring = next;
  }
}
