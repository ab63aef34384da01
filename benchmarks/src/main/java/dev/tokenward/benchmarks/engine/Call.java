package dev.tokenward.benchmarks.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one call ended.
 *
 * @param token what it got, or null when it failed
 */
record Call(@Nullable Object token, Duration took) {

  /** Calls a library that has to give a token, or what is measured with it shows nothing. */
  static void thatSucceeds(TokenCache cache, int key) {
    if (of(cache, key).token() == null) {
      throw new IllegalStateException("No token came");
    }
  }

  /** Calls a library, whose failures are a result here. */
  static Call of(TokenCache cache, int key) {
    long begin = System.nanoTime();
    Object token;
    try {
      token = cache.hit(key);
    } catch (Exception e) {
      token = null;
    }
    return new Call(token, Duration.ofNanos(System.nanoTime() - begin));
  }
}
