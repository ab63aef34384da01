package dev.tokenward.core;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executors;

/** The real world, made once. */
final class SystemRuntime {

  static final TokenRuntime INSTANCE =
      new TokenRuntime(
          Clock.systemUTC(),
          System::nanoTime,
          new SecureRandom(),
          request -> {
            throw new UnsupportedOperationException();
          },
          Executors.newCachedThreadPool(),
          (delay, task) -> () -> {});

  private SystemRuntime() {}
}
