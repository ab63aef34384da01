package dev.tokenward.core;

import static dev.tokenward.core.Engine.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InvalidateTest {

  private final Engine engine = new Engine();

  @Test
  @Rule(11)
  void invalidate_manyReportsOfOneToken_causeOneRefresh() {
    AccessToken refused = engine.token();
    long followed = IntStream.range(0, 100).filter(i -> engine.source.invalidate(refused)).count();
    assertThat(followed).isEqualTo(1);
    assertThat(engine.token()).isNotEqualTo(refused);
    assertThat(engine.source.invalidate(refused)).as("an older one").isFalse();
    assertThat(engine.asked).hasSize(2);
  }

  @Test
  @Rule(11)
  void invalidate_newTokenReportedWithinThirtySeconds_staysHeld() {
    engine.source.invalidate(engine.token());
    AccessToken second = engine.token();
    engine.pass(Duration.ofSeconds(29));
    assertThat(engine.source.invalidate(second)).isFalse();
    assertThat(engine.now()).isSameAs(second);
    engine.pass(Duration.ofSeconds(1));
    assertThat(engine.source.invalidate(second)).isTrue();
    assertThat(engine.token()).isNotEqualTo(second);
    assertThat(engine.asked).hasSize(3);
  }

  @Test
  @Rule(11)
  void invalidate_callerThatReportsEverything_forcesTwoRefreshesInAMinute() {
    engine.token();
    for (int second = 0; second < 60; second++) {
      engine.source.invalidate(engine.token());
      engine.token();
      engine.pass(Duration.ofSeconds(1));
    }
    assertThat(engine.asked).hasSize(3);
  }

  @Test
  @Rule(11)
  void invalidate_tokenOfNobody_isFalse() {
    engine.token();
    assertThat(engine.source.invalidate(engine.minted(Engine.LIFE))).isFalse();
    MintedToken other =
        engine.minted(Engine.LIFE).keptUnder(TokenRequest.scopes("never asked for"));
    assertThat(engine.source.invalidate(other)).isFalse();
    MintedToken notHeld = MintedToken.bearer("not-held", FakeClock.START, Engine.LIFE);
    assertThat(engine.source.invalidate(notHeld.keptUnder(REQUEST))).isFalse();
    assertThat(engine.source.peek(REQUEST)).isPresent();
  }

  @Test
  @Rule(11)
  void invalidate_refreshFails_isRefusedFromMemoryUntilThePauseEnds() {
    AccessToken refused = engine.token();
    engine.fails(Reason.UNREACHABLE);
    engine.source.invalidate(refused);
    engine.refused();
    engine.refused();
    assertThat(engine.asked).hasSize(2);
  }

  @Test
  @Rule(11)
  void invalidate_insideAPauseAfterAFailure_mayAskOnceMoreAtOnce() {
    AccessToken held = engine.token();
    engine.fails(Reason.REJECTED);
    engine.pass(Engine.minutes(56));
    engine.token();
    engine.source.invalidate(held);
    engine.refused();
    engine.refused();
    assertThat(engine.asked).as("cold, when due, and after the report").hasSize(3);
  }

  @Test
  @Rule({9, 11})
  void invalidate_insideAPauseThatTheServerAskedFor_keepsToThePause() {
    AccessToken held = engine.token();
    engine.upstream =
        request -> {
          throw Engine.failure(Reason.THROTTLED).withRetryAfter(Duration.ofMinutes(10));
        };
    engine.pass(Engine.minutes(56));
    engine.token();
    assertThat(engine.asked).hasSize(2);
    engine.source.invalidate(held);
    assertThat(engine.refused().reason()).isEqualTo(Reason.THROTTLED);
    assertThat(engine.asked).hasSize(2);
  }

  @Test
  @Rule(19)
  void invalidate_listener_hearsTheIdOnly() {
    AccessToken refused = engine.token();
    engine.source.invalidate(refused);
    engine.executor.runAll();
    assertThat(engine.events).contains(new TokenEvent.Invalidated(REQUEST, refused.id()));
    assertThat(engine.events.toString()).doesNotContain("token-1");
  }
}
