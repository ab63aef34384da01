package dev.tokenward.core;

import static dev.tokenward.core.Engine.REQUEST;
import static dev.tokenward.core.Engine.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CloseTest {

  private final Engine engine = new Engine();

  @Test
  @Rule(18)
  void close_idle_endsAtOnceAndOnce() {
    AccessToken given = engine.token();
    String authorization = given.authorization();
    engine.source.close();
    engine.source.close();
    assertThat(engine.closed).isEqualTo(1);
    assertThat(engine.refused().reason()).isEqualTo(Reason.CLOSED);
    assertThat(engine.source.peek(REQUEST)).isEmpty();
    assertThat(engine.source.invalidate(given)).isFalse();
    assertThat(given.authorization()).as("what was given out stays").isEqualTo(authorization);
    assertThat(engine.asked).hasSize(1);
  }

  @Test
  @Rule(18)
  void close_whileAFlightIsUnderWay_tellsWaitersNowAndEndsAfterIt() {
    CompletableFuture<AccessToken> waiting = engine.ask(Patience.DEFAULT);
    Runnable flight = engine.executor.takeFirst();
    engine.source.close();
    engine.executor.runAll();
    assertThat(failureOf(waiting).reason()).isEqualTo(Reason.CLOSED);
    assertThat(engine.closed).as("the secret is still in use").isZero();
    flight.run();
    assertThat(engine.closed).isEqualTo(1);
    assertThat(engine.refused().reason()).isEqualTo(Reason.CLOSED);
    assertThat(engine.clock.pending()).as("no timer is left behind").isZero();
  }

  @Test
  @Rule(18)
  void shutdown_closed_letsNothingBeginAndSaysSoOnce() {
    List<String> ends = new ArrayList<>();
    Shutdown shutdown = new Shutdown(() -> ends.add("end"));
    assertThat(shutdown.enter()).isTrue();
    assertThat(shutdown.closed()).isFalse();
    assertThat(shutdown.close()).isTrue();
    assertThat(shutdown.closed()).isTrue();
    assertThat(shutdown.enter()).isFalse();
    assertThat(shutdown.close()).isFalse();
    assertThat(ends).isEmpty();
    shutdown.leave();
    assertThat(ends).hasSize(1);
  }

  @Test
  @Rule(18)
  void close_whileAHeldTokenIsRenewed_failsNobodyWithAnotherReason() {
    engine.token();
    engine.pass(Engine.minutes(58));
    CompletableFuture<AccessToken> waiting = engine.ask(Patience.DEFAULT);
    engine.source.close();
    engine.executor.runAll();
    assertThat(failureOf(waiting).reason()).isEqualTo(Reason.CLOSED);
  }
}
