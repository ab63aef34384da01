package dev.tokenward.benchmarks.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one call ended.
 *
 * @param token what it got, or null when it failed
 */
record Call(@Nullable Object token, Duration took) {

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
