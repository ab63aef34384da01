package dev.tokenward.core;

import static dev.tokenward.core.Engine.REQUEST;
import static dev.tokenward.core.Engine.failureOf;
import static dev.tokenward.core.Engine.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BoundsTest {

  private static final CacheSettings FOUR =
      new CacheSettings(4, Duration.ofMillis(250), Duration.ofSeconds(30));

  private final Engine engine = new Engine(FOUR);

  @Test
  @Rule(17)
  void token_moreRequestsThanRoom_whatHasEndedLeavesFirst() {
    engine.upstream = request -> engine.minted(minutes(1));
    ask("ended");
    engine.upstream = request -> engine.minted(minutes(30));
    ask("long");
    ask("long too");
    engine.pass(minutes(2));
    engine.upstream = request -> engine.minted(minutes(10));
    ask("soonest");
    engine.upstream = request -> engine.minted(minutes(20));
    ask("new");
    assertThat(held("ended")).isFalse();
    assertThat(held("soonest")).isTrue();
    ask("newer");
    assertThat(held("soonest")).isFalse();
    assertThat(held("long") && held("long too") && held("new") && held("newer")).isTrue();
    assertThat(engine.events).filteredOn(TokenEvent.Evicted.class::isInstance).hasSize(2);
  }

  @Test
  @Rule(17)
  void token_muchRoom_isMadeForSeveralAtOnce() {
    CacheSettings room = new CacheSettings(32, Duration.ofMillis(250), Duration.ofSeconds(30));
    Engine large = new Engine(room);
    for (int i = 0; i <= 32; i++) {
      var unused = large.source.tokenAsync(TokenRequest.scopes("scope " + i), Patience.DEFAULT);
      large.executor.runAll();
    }
    assertThat(large.source.stats().held()).isEqualTo(30);
  }

  @Test
  @Rule(17)
  void token_manyRequests_neverHoldsMoreThanItsRoom() {
    for (int i = 0; i < 200; i++) {
      ask("scope " + i);
      assertThat(engine.source.stats().held()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  @Rule({17, 21})
  void token_manyUsers_neverHoldsMoreThanItsRoom() {
    for (int i = 0; i < 200; i++) {
      TokenRequest request = TokenRequest.DEFAULT.onBehalfOf("user-" + i);
      var unused = engine.source.tokenAsync(request, Patience.DEFAULT);
      engine.executor.runAll();
      assertThat(engine.source.peek(request)).isPresent();
      assertThat(engine.source.stats().held()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  @Rule({17, 21})
  void token_everyPlaceInFlight_isThrottledInsteadOfGrowing() {
    for (int i = 0; i < 4; i++) {
      var unused = engine.source.tokenAsync(TokenRequest.scopes("scope " + i), Patience.DEFAULT);
    }
    CompletableFuture<AccessToken> fifth =
        engine.source.tokenAsync(TokenRequest.scopes("one more"), Patience.DEFAULT);
    assertThat(failureOf(fifth).reason()).isEqualTo(Reason.THROTTLED);
    assertThat(engine.source.stats().flights()).isEqualTo(4);
  }

  @Test
  @Rule(17)
  void token_manyHeld_needsNoTimer() {
    for (int i = 0; i < 4; i++) {
      ask("scope " + i);
    }
    assertThat(engine.clock.pending()).isZero();
  }

  @Test
  @Rule(21)
  void token_minimumAboveWhatTheSourceGives_isCapped() {
    Patience greedy = Patience.DEFAULT.minRemaining(Duration.ofDays(10_000));
    for (int minute = 0; minute < 60; minute++) {
      assertThat(engine.asked(greedy).join()).isNotNull();
      engine.pass(minutes(1));
    }
    assertThat(engine.asked.size()).as("ten in a life at most").isBetween(2, 11);
  }

  @Test
  @Rule(21)
  void token_minimumOfTheWholeLife_isCapped() {
    Patience whole = Patience.DEFAULT.minRemaining(Engine.LIFE);
    for (int i = 0; i < 100; i++) {
      engine.asked(whole).join();
      engine.pass(Duration.ofMillis(100));
    }
    assertThat(engine.asked).hasSize(1);
  }

  @Test
  void settings_withoutRoomOrTime_areRefused() {
    assertThatThrownBy(() -> new CacheSettings(0, Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CacheSettings(1, Duration.ZERO, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CacheSettings.DEFAULT.minRemaining(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CacheSettings(1, Duration.ofMillis(-1), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void ask(String scope) {
    var unused = engine.source.tokenAsync(TokenRequest.scopes(scope), Patience.DEFAULT);
    engine.executor.runAll();
  }

  private boolean held(String scope) {
    return engine.source.peek(TokenRequest.scopes(scope)).isPresent();
  }

  @Test
  void stats_countGrantsAndFailures() {
    engine.token();
    engine.pass(minutes(61));
    engine.fails(Reason.UNREACHABLE);
    engine.refused();
    assertThat(engine.source.stats()).isEqualTo(new CachingTokenSource.Stats(1, 0, 1, 1));
    assertThat(engine.asked).containsOnly(REQUEST);
  }
}
