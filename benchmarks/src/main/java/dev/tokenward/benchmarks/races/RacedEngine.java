package dev.tokenward.benchmarks.races;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.CacheSettings;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenRuntime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine whose grants run on the thread that causes them, at a time that stands still. */
final class RacedEngine {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final TokenRuntime RUNTIME =
      new TokenRuntime(
          Clock.fixed(NOW, ZoneOffset.UTC),
          () -> 0,
          () -> 0,
          request -> {
            throw new IllegalStateException("Nothing is sent");
          },
          Runnable::run,
          (delay, task) -> () -> {});

  private final AtomicInteger grants = new AtomicInteger();

  final CachingTokenSource source =
      CachingTokenSource.around(
          "raced", this::grant, RUNTIME, CacheSettings.DEFAULT, TokenListener.NONE);

  int grants() {
    return grants.get();
  }

  /** Which grant brought {@code token}, from 1. */
  static int number(AccessToken token) {
    return Integer.parseInt(((MintedToken) token).value());
  }

  private AccessToken grant(TokenRequest request) {
    return MintedToken.bearer(String.valueOf(grants.incrementAndGet()), NOW, Duration.ofHours(1));
  }
}
