package dev.tokenward.testkit.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * One scripted misbehaviour: what to do, to which requests, how often. Immutable; without {@code
 * on} it hits every request, without {@code times} it stays until {@code reset}.
 *
 * <pre>{@code
 * emulator.fail(Fault.status(503).header("Retry-After", "2").times(3).on("/oauth2/v2.0/token"));
 * }</pre>
 */
public final class Fault {

  private final Effect effect;
  private final Predicate<RecordedRequest> target;
  private final int times;

  private Fault(Effect effect, Predicate<RecordedRequest> target, int times) {
    this.effect = effect;
    this.target = target;
    this.times = times;
  }

  private static Fault of(Effect effect) {
    return new Fault(effect, request -> true, Integer.MAX_VALUE);
  }

  /** Answers with {@code status} and an empty body, unless {@link #body} gives one. */
  public static Fault status(int status) {
    return of(new Effect.Answer(now -> Reply.empty(status)));
  }

  /** Answers 203 with a sign-in page, as Azure DevOps does to a credential it does not know. */
  public static Fault signInPage() {
    return of(new Effect.Answer(now -> Replies.signInPage()));
  }

  /** Answers 302 to {@code location}. */
  public static Fault redirect(String location) {
    return status(302).header("Location", location);
  }

  /** Answers 429 as Azure DevOps does to an identity over its budget. */
  public static Fault rateLimited(Duration retryAfter) {
    return of(new Effect.Answer(now -> Replies.rateLimited(now, retryAfter)));
  }

  /** Closes the connection without an answer. */
  public static Fault drop() {
    return of(Turn::disconnect);
  }

  /** Never answers, and keeps the connection open until the emulator is reset or closed. */
  public static Fault hang() {
    return of(Effect::hang);
  }

  /** Serves the request only once {@code release} is counted down. */
  public static Fault delay(CountDownLatch release) {
    return of(Effect.delay(release));
  }

  /** Serves the request, but breaks the connection in the middle of the body. */
  public static Fault truncated() {
    return of(Effect::truncate);
  }

  /** Answers 200 with {@code bytes} bytes that claim to be JSON. */
  public static Fault flood(long bytes) {
    return of(Effect.flood(bytes));
  }

  /** Returns this fault with a header in its answer; only for faults that answer. */
  public Fault header(String name, String value) {
    return new Fault(effect.changed(reply -> reply.header(name, value)), target, times);
  }

  /** Returns this fault with {@code text} as its answer's body; only for faults that answer. */
  public Fault body(String text) {
    return new Fault(effect.changed(reply -> reply.body(text)), target, times);
  }

  /** Returns this fault for the first {@code count} matching requests only. */
  public Fault times(int count) {
    return new Fault(effect, target, count);
  }

  /** Returns this fault for requests whose raw path contains {@code path}. */
  public Fault on(String path) {
    return new Fault(effect, target.and(seen -> seen.path().contains(path)), times);
  }

  boolean hits(RecordedRequest request) {
    return target.test(request);
  }

  int times() {
    return times;
  }

  Effect effect() {
    return effect;
  }
}
