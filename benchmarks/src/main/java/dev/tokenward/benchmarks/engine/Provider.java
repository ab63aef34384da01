package dev.tokenward.benchmarks.engine;

import dev.tokenward.benchmarks.Pause;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** In the place of an authorization server: counts requests, and answers after a while. */
final class Provider {

  /** Of what most providers give. */
  static final Duration HOUR = Duration.ofHours(1);

  private final AtomicLong requests = new AtomicLong();
  private volatile Answer answer = Answer.token(HOUR, Duration.ZERO);
  private volatile Duration latency = Duration.ZERO;

  /** From now on it answers so, after so long. */
  Provider answers(Answer next, Duration after) {
    answer = next;
    latency = after;
    return this;
  }

  long requests() {
    return requests.get();
  }

  /** One request for a token. */
  Answer ask() {
    long number = requests.incrementAndGet();
    Answer given = answer;
    Pause.of(latency);
    return given.numbered(number);
  }
}
