package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FirstFlightTest {

  @Test
  void token_secondCall_isAHit() {
    FakeClock clock = new FakeClock();
    AtomicInteger grants = new AtomicInteger();
    TokenRuntime runtime =
        clock.runtime(
            request -> {
              throw new AssertionError();
            });
    CachingTokenSource source =
        CachingTokenSource.around(
            "test",
            request ->
                MintedToken.bearer(
                    "t" + grants.incrementAndGet(), clock.instant(), Duration.ofHours(1)),
            runtime,
            CacheSettings.DEFAULT,
            TokenListener.NONE);
    assertThat(source.token()).isSameAs(source.token());
    assertThat(grants).hasValue(1);
    clock.advance(Duration.ofMinutes(56));
    source.token();
    assertThat(grants).hasValue(2);
  }
}
