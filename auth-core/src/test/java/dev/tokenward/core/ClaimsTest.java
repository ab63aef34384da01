package dev.tokenward.core;

import static dev.tokenward.core.Engine.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClaimsTest {

  private static final Challenge CONTEXT = new Challenge("{\"access_token\":{\"acrs\":{}}}");
  private static final Challenge LATER = new Challenge("{\"access_token\":{\"nbf\":{}}}");
  private static final Duration LIMIT = Slot.BETWEEN_INVALIDATIONS;

  private final Engine engine = new Engine();

  @Test
  @Rule(12)
  void challenge_nextFlights_sendItsClaims() {
    AccessToken refused = engine.token();
    assertThat(engine.source.invalidate(refused, CONTEXT)).isTrue();
    assertThat(engine.token()).isNotEqualTo(refused);
    engine.pass(Engine.minutes(56));
    engine.token();
    engine.executor.runAll();
    assertThat(claims()).containsExactly(null, CONTEXT.claims(), CONTEXT.claims());
  }

  @Test
  @Rule(12)
  void challenge_isNoPartOfTheKey() {
    engine.source.invalidate(engine.token(), CONTEXT);
    AccessToken second = engine.token();
    assertThat(engine.now()).isSameAs(second);
    assertThat(second.request()).isEqualTo(REQUEST).extracting(TokenRequest::claims).isNull();
    assertThat(engine.source.stats().held()).isOne();
    var unused = engine.source.tokenAsync(TokenRequest.scopes("b"), Patience.DEFAULT);
    engine.executor.runAll();
    assertThat(claims()).as("of another key").endsWith((String) null);
  }

  @Test
  @Rule({11, 12})
  void challenge_manyReportsOfOneToken_causeOneRefresh() {
    AccessToken refused = engine.token();
    long followed =
        IntStream.range(0, 100).filter(i -> engine.source.invalidate(refused, CONTEXT)).count();
    assertThat(followed).isEqualTo(1);
    engine.token();
    assertThat(engine.asked).hasSize(2);
  }

  @Test
  @Rule(12)
  void challenge_ofATokenThatAnswersIt_isNotAnsweredTwice() {
    engine.source.invalidate(engine.token(), CONTEXT);
    AccessToken answers = engine.token();
    engine.pass(LIMIT);
    assertThat(engine.source.invalidate(answers, CONTEXT)).isFalse();
    assertThat(engine.now()).isSameAs(answers);
    assertThat(engine.source.invalidate(answers, LATER)).as("another challenge").isTrue();
    engine.token();
    assertThat(claims()).containsExactly(null, CONTEXT.claims(), LATER.claims());
  }

  @Test
  @Rule({11, 12})
  void challenge_withinThirtySecondsOfAnother_changesNothing() {
    engine.source.invalidate(engine.token(), CONTEXT);
    AccessToken answers = engine.token();
    engine.pass(LIMIT.minusSeconds(1));
    assertThat(engine.source.invalidate(answers, LATER)).isFalse();
    assertThat(engine.now()).isSameAs(answers);
    engine.pass(Duration.ofSeconds(1));
    assertThat(engine.source.invalidate(answers)).isTrue();
    engine.token();
    assertThat(claims()).endsWith(CONTEXT.claims());
  }

  @Test
  @Rule(12)
  void challenge_ofATokenNoLongerHeld_isNotRemembered() {
    AccessToken refused = engine.token();
    engine.source.invalidate(refused);
    engine.token();
    engine.pass(LIMIT);
    assertThat(engine.source.invalidate(refused, CONTEXT)).isFalse();
    engine.source.invalidate(engine.now());
    engine.token();
    assertThat(claims()).containsOnlyNulls();
  }

  @Test
  @Rule({5, 12})
  void challenge_flightUnderWay_isAnsweredByTheNextForWhoAsksNow() {
    engine.token();
    engine.pass(Engine.minutes(58));
    CompletableFuture<AccessToken> before = engine.ask(Patience.DEFAULT);
    engine.source.invalidate(engine.source.peek(REQUEST).orElseThrow(), CONTEXT);
    CompletableFuture<AccessToken> after = engine.ask(Patience.DEFAULT);
    engine.executor.runAll();
    assertThat(claims()).containsExactly(null, null, CONTEXT.claims());
    assertThat(before.join()).isNotEqualTo(after.join());
    assertThat(engine.now()).as("the one that answers it").isEqualTo(after.join());
  }

  @Test
  @Rule(12)
  void challenge_flightBeforeItFails_isStillAnswered() {
    engine.token();
    engine.pass(Engine.minutes(58));
    CompletableFuture<AccessToken> before = engine.ask(Patience.DEFAULT);
    engine.source.invalidate(engine.source.peek(REQUEST).orElseThrow(), CONTEXT);
    CompletableFuture<AccessToken> after = engine.ask(Patience.DEFAULT);
    engine.upstream =
        request -> {
          if (request.claims() == null) {
            throw Engine.failure(Reason.REJECTED);
          }
          return engine.minted(Engine.LIFE);
        };
    engine.executor.runAll();
    assertThat(Engine.failureOf(before).reason()).isEqualTo(Reason.REJECTED);
    assertThat(engine.now()).isEqualTo(after.join());
  }

  @Test
  @Rule({8, 12})
  void challenge_claimsRefusedForGood_holdNobodyUpForLongAndAreNotAskedForAgain() {
    engine.source.invalidate(engine.token(), CONTEXT);
    engine.fails(Reason.REJECTED);
    engine.refused();
    assertThat(engine.refused().reason()).as("from memory").isEqualTo(Reason.REJECTED);
    engine.upstream = request -> engine.minted(Engine.LIFE);
    engine.pass(Backoff.SHORTEST);
    AccessToken without = engine.token();
    assertThat(claims()).containsExactly(null, CONTEXT.claims(), null);
    engine.pass(LIMIT);
    assertThat(engine.source.invalidate(without, CONTEXT)).isFalse();
    assertThat(engine.source.invalidate(without, LATER)).isTrue();
  }

  @Test
  @Rule(12)
  void challenge_serverUnreachable_isRemembered() {
    engine.source.invalidate(engine.token(), CONTEXT);
    engine.fails(Reason.UNREACHABLE);
    engine.refused();
    engine.pass(Backoff.LONGEST);
    engine.refused();
    assertThat(claims()).containsExactly(null, CONTEXT.claims(), CONTEXT.claims());
  }

  @Test
  @Rule(19)
  void challenge_listener_hearsNothingOfTheClaims() {
    engine.source.invalidate(engine.token(), CONTEXT);
    engine.token();
    assertThat(engine.events).hasAtLeastOneElementOfType(TokenEvent.Invalidated.class);
    assertThat(engine.events.toString()).doesNotContain("acrs");
  }

  private List<String> claims() {
    return engine.asked.stream().map(TokenRequest::claims).toList();
  }
}
