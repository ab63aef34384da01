package dev.tokenward.benchmarks.engine;

import dev.tokenward.benchmarks.Pause;
import dev.tokenward.benchmarks.engine.Library.Ability;
import java.time.Duration;
import java.util.Random;

/** Many callers at once, and how many requests the provider then gets. */
final class Bursts {

  /** What the callers do. */
  enum Kind {
    COLD_32("32 cold callers", 32, 1),
    COLD_256("256 cold callers", 256, 1),
    COLD_1000("1,000 cold callers", 1_000, 1),
    TEN_KEYS("1,000 cold callers, 10 keys", 1_000, 10),
    REFUSED("256 callers report one token refused", 256, 1);

    private final String title;
    private final int callers;
    private final int keys;

    Kind(String title, int callers, int keys) {
      this.title = title;
      this.callers = callers;
      this.keys = keys;
    }

    String title() {
      return title;
    }

    boolean possible(Library library) {
      return library.holds(keys) && (this != REFUSED || library.can(Ability.TAKES_REFUSALS));
    }
  }

  /** Long enough that a thousand callers have begun before the first answer. */
  static final Duration COLD_LATENCY = Duration.ofMillis(500);

  static final Duration LATENCY = Duration.ofMillis(100);

  /** Reports come within so many milliseconds, as the answers of a server do. */
  static final int SPREAD = 300;

  private final Library library;

  Bursts(Library library) {
    this.library = library;
  }

  /** How many requests the provider got. */
  long run(Kind kind) throws Exception {
    return kind == Kind.REFUSED ? refused(kind.callers) : cold(kind.callers, kind.keys);
  }

  private long cold(int callers, int keys) throws InterruptedException {
    Provider provider = provider(COLD_LATENCY);
    TokenCache cache = library.open(provider, keys);
    Crowd.each(callers, caller -> Call.thatSucceeds(cache, caller % keys));
    return provider.requests();
  }

  private long refused(int callers) throws Exception {
    Provider provider = provider(LATENCY);
    TokenCache cache = library.open(provider, 1);
    Object token = cache.hit(0);
    long before = provider.requests();
    int[] pauses = new Random(1).ints(callers, 0, SPREAD).toArray();
    Crowd.each(
        callers,
        caller -> {
          Pause.of(Duration.ofMillis(pauses[caller]));
          refuse(cache, token);
        });
    return provider.requests() - before;
  }

  private static void refuse(TokenCache cache, Object token) {
    try {
      cache.refused(0, token);
    } catch (Exception e) {
      throw new IllegalStateException("No other token came", e);
    }
  }

  private static Provider provider(Duration latency) {
    return new Provider().answers(Answer.token(Provider.HOUR, Duration.ZERO), latency);
  }
}
