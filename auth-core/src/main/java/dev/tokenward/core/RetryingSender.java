package dev.tokenward.core;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Repeats what may be repeated, and keeps away from a server that asked for a pause.
 *
 * <p>One for each credential, so that a pause concerns one client at one authority. A request is
 * repeated when it is marked so and the failure may pass: an I/O error, 408, 429, 500, 502, 503,
 * 504. All attempts together stay within the timeout of the request. A {@code Retry-After} on 429
 * or 5xx is not waited for here, where callers would wait with it: it becomes an exception, and so
 * does every further request to that authority until it has passed.
 */
final class RetryingSender implements HttpSender {

  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

  private final HttpSender sender;
  private final TokenRuntime runtime;
  private final ServerClocks clocks;
  private final Map<String, Pause> pauses = new ConcurrentHashMap<>();

  private record Pause(long start, Duration length) {

    Duration left(long ticks) {
      return length.minusNanos(ticks - start);
    }
  }

  RetryingSender(TokenRuntime runtime) {
    this.sender = runtime.http();
    this.runtime = runtime;
    this.clocks = new ServerClocks(runtime.clock());
  }

  /**
   * Sends {@code request}, more than once if need be.
   *
   * @throws TokenException for {@code THROTTLED} while the authority's pause lasts
   */
  @Override
  public Response send(Request request) throws IOException {
    long start = ticks();
    for (int attempt = 1; ; attempt++) {
      obeyPause(request);
      Attempt made = attempt(request.within(left(request, start)));
      Duration pause = pauseAfter(attempt);
      boolean again = attempt < ATTEMPTS && request.repeatable() && made.mayPass();
      if (!again || pause.compareTo(left(request, start)) >= 0) {
        return made.outcome();
      }
      runtime.pause(pause);
      if (left(request, start).isNegative() || left(request, start).isZero()) {
        // The pause took longer than it should.
        return made.outcome();
      }
    }
  }

  private Duration left(Request request, long start) {
    return request.timeout().minusNanos(ticks() - start);
  }

  private record Attempt(@Nullable Response response, @Nullable IOException failure) {

    boolean mayPass() {
      return response == null
          ? !(failure instanceof InterruptedIOException)
          : PASSING.contains(response.status());
    }

    Response outcome() throws IOException {
      if (response != null) {
        return response;
      }
      throw failure != null ? failure : new IOException("No answer");
    }
  }

  private Attempt attempt(Request request) {
    try {
      Response response = sender.send(request);
      clocks.note(request.authority(), response);
      notePause(request, response);
      return new Attempt(response, null);
    } catch (IOException e) {
      return new Attempt(null, e);
    }
  }

  private void notePause(Request request, Response response) {
    if (response.status() == 429 || response.status() >= 500) {
      Optional<Duration> asked = RetryAfter.of(response, clocks.now(request.authority()));
      if (asked.isPresent()) {
        pauses.merge(request.authority(), new Pause(ticks(), asked.get()), this::longer);
        if (response.status() == 429 || request.repeatable()) {
          obeyPause(request);
        }
        // Else whoever asked has to see that a server out of order may have done it all the same.
      }
    }
  }

  private Pause longer(Pause one, Pause other) {
    long now = ticks();
    return one.left(now).compareTo(other.left(now)) > 0 ? one : other;
  }

  private void obeyPause(Request request) {
    String authority = request.authority();
    Pause pause = pauses.get(authority);
    if (pause == null) {
      return;
    }
    Duration left = pause.left(ticks());
    if (left.isZero() || left.isNegative()) {
      return;
    }
    throw new TokenException(
            TokenException.Reason.THROTTLED,
            authority + " asks for a pause of " + left.toSeconds() + " s",
            "Ask again after the pause; fewer requests avoid it.")
        .withRetryAfter(left);
  }

  private Duration pauseAfter(int attempt) {
    double longest = FIRST_PAUSE.toMillis() * Math.pow(2, attempt - 1);
    return Duration.ofMillis((long) (longest * (0.5 + runtime.random().nextDouble() / 2)));
  }

  private long ticks() {
    return runtime.ticker().getAsLong();
  }
}
