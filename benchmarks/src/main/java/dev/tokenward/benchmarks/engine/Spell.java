package dev.tokenward.benchmarks.engine;

import dev.tokenward.benchmarks.Pause;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A while in which callers ask one library again and again, a tenth of a second after each answer.
 * What it answers stands for all of them.
 */
final class Spell {

  /** So few that all libraries can be watched at once on a small machine. */
  static final int CALLERS = 8;

  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final Provider provider;
  private final TokenCache cache;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong longest = new AtomicLong();

  Spell(Provider provider, TokenCache cache) {
    this.provider = provider;
    this.cache = cache;
  }

  /**
   * What came of it.
   *
   * @param longest the longest that a caller waited, for a token or a failure
   * @param requests what the provider got
   */
  record Outcome(long calls, long failures, Duration longest, long requests) {

    /** How many of a hundred calls failed. */
    double failed() {
      return 100.0 * failures / calls;
    }

    /** How many requests came on a hundred calls. */
    double misses() {
      return 100.0 * requests / calls;
    }
  }

  Outcome watch(Duration length) throws InterruptedException {
    long before = provider.requests();
    long end = System.nanoTime() + length.toNanos();
    Crowd.each(CALLERS, caller -> ask(end));
    return new Outcome(
        calls.get(), failures.get(), Duration.ofNanos(longest.get()), provider.requests() - before);
  }

  private void ask(long end) {
    while (System.nanoTime() < end) {
      Call call = Call.of(cache, 0);
      calls.incrementAndGet();
      failures.addAndGet(call.token() == null ? 1 : 0);
      longest.accumulateAndGet(call.took().toNanos(), Math::max);
      Pause.of(BETWEEN);
    }
  }
}
