package dev.tokenward.core;

/** Spreads renewals: a number from 0 to 1, the same every time for one instance and request. */
final class Jitter {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Jitter() {}

  static double of(long seed, TokenRequest request) {
    long mixed = (seed ^ request.hashCode()) * GOLDEN_GAMMA;
    mixed ^= mixed >>> 32;
    mixed *= GOLDEN_GAMMA;
    return (mixed >>> 11) * 0x1.0p-53;
  }
}
