package dev.tokenward.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An engine in virtual time, step by step, beside a plain account of what it may do: it writes down
 * every rule that was broken, and when.
 */
final class Schedule {

  /** One thing that callers, time or the server do. */
  sealed interface Step {}

  record Ask(TokenRequest key, Duration patience, Duration minimum) implements Step {}

  record Pass(Duration time) implements Step {}

  /** All grants under way return. */
  record Grants() implements Step {}

  record Invalidate(TokenRequest key) implements Step {}

  /** From now on the server gives tokens of a life. */
  record Gives(Duration life) implements Step {}

  /** From now on the server fails, and asks for a pause unless it is zero. */
  record Fails(TokenException.Reason reason, Duration retryAfter) implements Step {}

  /** Below the limit of a flight, so that none is given up and followed by a second one. */
  private static final Duration LONGEST_FLIGHT = Duration.ofSeconds(20);

  private static final Duration STALE_WAIT = CacheSettings.DEFAULT.staleWait();

  private final FakeClock clock = new FakeClock();
  private final FakeExecutor grants = new FakeExecutor();
  private final CachingTokenSource source;
  private final Map<TokenRequest, Account> accounts = new HashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private Step server = new Gives(Duration.ofHours(1));
  private int minted;
  private int ended;

  /** What is known of one key from outside. */
  private static final class Account {
    long quietUntil = Long.MIN_VALUE;
    boolean pauseIsTheServers;
    boolean lastSucceeded;
    boolean failing;
    @Nullable Long invalidatedAt;
  }

  private record Waiting(CompletableFuture<AccessToken> answer, long until) {}

  Schedule(long seed) {
    // Callers hear at the very moment; grants take as long as the schedule says.
    Executor executor =
        task -> {
          if (task instanceof CompletableFuture.AsynchronousCompletionTask) {
            task.run();
          } else {
            grants.execute(task);
          }
        };
    TokenRuntime runtime =
        new TokenRuntime(
            clock, clock::ticks, new Random(seed), new ScriptedUpstream(), executor, clock);
    source =
        new CachingTokenSource(
            "devops",
            this::grant,
            runtime,
            CacheSettings.DEFAULT,
            TokenListener.NONE,
            () -> ended++);
  }

  List<String> violations() {
    return violations;
  }

  void take(Step step) {
    Map<TokenRequest, Instant> before = ends();
    boolean given = false;
    if (step instanceof Ask ask) {
      ask(ask);
    } else if (step instanceof Pass pass) {
      pass(pass.time());
    } else if (step instanceof Grants) {
      grants.runAll();
    } else if (step instanceof Invalidate report) {
      given = invalidate(report.key());
    } else {
      server = step;
    }
    check(source.stats().flights() <= accounts.size(), "5: two requests in flight for one key");
    if (!given) {
      ends().forEach((key, end) -> check(!end.isBefore(before.getOrDefault(key, end)), "20"));
    }
  }

  void close() {
    source.close();
    check(waiting.stream().allMatch(each -> each.answer().isDone()), "18: a waiter was forgotten");
    grants.runAll();
    check(ended == 1, "18: secrets were not destroyed once");
    check(clock.pending() == 0, "18: a timer is left");
  }

  private void ask(Ask ask) {
    Account account = account(ask.key());
    Optional<AccessToken> held = source.peek(ask.key());
    boolean usable = held.filter(token -> outlives(token, ask.minimum())).isPresent();
    CompletableFuture<AccessToken> answer =
        source.tokenAsync(ask.key(), Patience.atMost(ask.patience()).minRemaining(ask.minimum()));
    Duration limit =
        usable && ask.patience().compareTo(STALE_WAIT) > 0 ? STALE_WAIT : ask.patience();
    waiting.add(
        new Waiting(
            answer.whenComplete((token, failure) -> heard(ask, account, token)),
            clock.ticks() + limit.toNanos()));
    check(!limit.isZero() || answer.isDone(), "4: a caller without patience waits");
    check(
        !usable || !account.failing || answer.isDone(),
        "3: a caller with a usable token waits while attempts fail");
  }

  /** A caller's answer, at the moment it comes. */
  private void heard(Ask ask, Account account, @Nullable AccessToken token) {
    if (token != null) {
      check(
          outlives(token, ask.minimum()) || account.lastSucceeded,
          "15: a token shorter than asked, and not because the source gives no other");
    } else {
      boolean usable =
          source.peek(ask.key()).filter(held -> outlives(held, ask.minimum())).isPresent();
      check(!usable, "3: a caller failed while a usable token was held");
    }
  }

  private boolean outlives(AccessToken token, Duration minimum) {
    MintedToken held = (MintedToken) token;
    Duration life = Duration.between(held.issuedAt(), held.expiresAt());
    Duration most = life.minus(life.dividedBy(10));
    Duration asked = minimum.compareTo(most) > 0 ? most : minimum;
    return clock.instant().plus(asked).isBefore(held.expiresAt());
  }

  private void pass(Duration time) {
    if (time.compareTo(LONGEST_FLIGHT) > 0) {
      grants.runAll();
    }
    clock.advance(time);
    grants.runAll();
    waiting.forEach(
        each ->
            check(
                each.answer().isDone() || each.until() > clock.ticks(),
                "4: a caller waits past its patience"));
    waiting.removeIf(each -> each.answer().isDone());
  }

  private boolean invalidate(TokenRequest key) {
    Account account = account(key);
    Optional<AccessToken> held = source.peek(key);
    if (held.isEmpty() || !source.invalidate(held.get())) {
      return false;
    }
    Long last = account.invalidatedAt;
    check(
        last == null || clock.ticks() - last >= Slot.BETWEEN_INVALIDATIONS.toNanos(),
        "11: two refreshes by invalidation within 30 s");
    account.invalidatedAt = clock.ticks();
    if (!account.pauseIsTheServers) {
      account.quietUntil = Long.MIN_VALUE;
    }
    return true;
  }

  private AccessToken grant(TokenRequest key) {
    Account account = account(key);
    check(clock.ticks() >= account.quietUntil, "8: an attempt inside a pause");
    if (server instanceof Fails fails) {
      throw failed(account, fails);
    }
    account.quietUntil = Long.MIN_VALUE;
    account.pauseIsTheServers = false;
    account.lastSucceeded = true;
    account.failing = false;
    Duration life = server instanceof Gives gives ? gives.life() : Duration.ZERO;
    return MintedToken.bearer("token-" + minted++, clock.instant(), life);
  }

  private TokenException failed(Account account, Fails fails) {
    boolean asks = !fails.retryAfter().isZero();
    TokenException failure = Engine.failure(fails.reason());
    Duration least = failure.retryable() ? Backoff.SHORTEST : Backoff.TERMINAL;
    Duration pause = fails.retryAfter().compareTo(least) > 0 ? fails.retryAfter() : least;
    account.quietUntil = clock.ticks() + pause.toNanos();
    account.pauseIsTheServers = asks;
    account.lastSucceeded = false;
    account.failing = true;
    return asks ? failure.withRetryAfter(fails.retryAfter()) : failure;
  }

  private Account account(TokenRequest key) {
    return accounts.computeIfAbsent(key, unused -> new Account());
  }

  private Map<TokenRequest, Instant> ends() {
    Map<TokenRequest, Instant> ends = new HashMap<>();
    for (TokenRequest key : accounts.keySet()) {
      source.peek(key).map(AccessToken::expiresAt).ifPresent(end -> ends.put(key, end));
    }
    return ends;
  }

  private void check(boolean kept, String rule) {
    if (!kept) {
      violations.add("Rule " + rule + ", at " + clock.instant());
    }
  }
}
