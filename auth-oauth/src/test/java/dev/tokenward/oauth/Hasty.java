package dev.tokenward.oauth;

import dev.tokenward.core.TokenRuntime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Time that passes forty times as fast, the same in every process, so that claims of the dead end.
 */
final class Hasty extends Clock {

  private static final long TIMES = 40;
  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

  @Override
  public Instant instant() {
    return BEGIN.plus(Duration.between(BEGIN, Instant.now()).multipliedBy(TIMES));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("It stays in UTC");
  }

  TokenRuntime runtime() {
    TokenRuntime system = TokenRuntime.system();
    return new TokenRuntime(
        this,
        () -> system.ticker().getAsLong() * TIMES,
        system.random(),
        system.http(),
        system.executor(),
        (delay, task) -> system.timer().after(delay.dividedBy(TIMES), task));
  }
}
