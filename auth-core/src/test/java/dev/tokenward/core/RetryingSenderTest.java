package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.TokenException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryingSenderTest {

  private static final URI LOGIN = URI.create("https://login.example/token?secret=no");
  private static final HttpSender.Request REPEATABLE =
      HttpSender.Request.get(LOGIN, Map.of(), Duration.ofSeconds(20));
  private static final HttpSender.Request ONCE =
      new HttpSender.Request("POST", LOGIN, Map.of(), "code", Duration.ofSeconds(20), false);

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final FakeClock clock = new FakeClock();
  private final ScriptedUpstream upstream = new ScriptedUpstream();

  /** A timer that lets virtual time pass as soon as somebody waits for it. */
  private final TokenRuntime.Timer impatient =
      (delay, task) -> {
        clock.advance(delay);
        task.run();
        return () -> {};
      };

  private final RetryingSender sender = new RetryingSender(runtime());

  private TokenRuntime runtime() {
    return runtime(impatient);
  }

  private TokenRuntime runtime(TokenRuntime.Timer timer) {
    TokenRuntime runtime = clock.runtime(upstream);
    return new TokenRuntime(
        runtime.clock(),
        runtime.ticker(),
        runtime.random(),
        runtime.http(),
        runtime.executor(),
        timer);
  }

  @ParameterizedTest
  @Rule(10)
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void send_statusThatMayPass_isRepeated(int status) throws IOException {
    upstream.then(status, Map.of(), "").then(200, Map.of(), "ok");
    assertThat(sender.send(REPEATABLE).body()).isEqualTo("ok");
    assertThat(upstream.requests()).hasSize(2);
  }

  @ParameterizedTest
  @Rule(10)
  @ValueSource(ints = {200, 203, 302, 400, 401, 403, 404, 501, 505})
  void send_otherStatus_isTheAnswer(int status) throws IOException {
    upstream.then(status, Map.of(), "");
    assertThat(sender.send(REPEATABLE).status()).isEqualTo(status);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  @Rule(10)
  void send_pauseOverslept_givesTheAnswerThereWas() throws IOException {
    upstream.then(503, Map.of(), "");
    TokenRuntime.Timer late =
        (delay, task) -> {
          clock.advance(delay.plusHours(1));
          task.run();
          return () -> {};
        };
    assertThat(new RetryingSender(runtime(late)).send(REPEATABLE).status()).isEqualTo(503);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  @Rule(9)
  void send_aShorterPauseWhileALongerOneStands_doesNotEndIt() {
    upstream.then(
        request -> {
          upstream.then(429, Map.of("Retry-After", List.of("3600")), "");
          assertThatThrownBy(() -> sender.send(REPEATABLE)).isInstanceOf(TokenException.class);
          return new HttpSender.Response(503, Map.of("Retry-After", List.of("1")), "");
        });
    assertThatThrownBy(() -> sender.send(REPEATABLE)).isInstanceOf(TokenException.class);
    clock.advance(Duration.ofMinutes(50));
    assertThatThrownBy(() -> sender.send(ONCE))
        .isInstanceOfSatisfying(
            TokenException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofMinutes(10)));
  }

  @Test
  @Rule(10)
  void send_notRepeatableToAServerOutOfOrder_isAnsweredAndPausedAfterwards() throws IOException {
    upstream.then(504, Map.of("Retry-After", List.of("9")), "");
    assertThat(sender.send(ONCE).status()).isEqualTo(504);
    assertThatThrownBy(() -> sender.send(ONCE))
        .isInstanceOfSatisfying(
            TokenException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(9)));
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  @Rule(10)
  void send_notRepeatable_isSentOnce() throws IOException {
    upstream.then(503, Map.of(), "");
    assertThat(sender.send(ONCE).status()).isEqualTo(503);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  @Rule(10)
  void send_notRepeatableAndBroken_isSentOnce() {
    upstream.thenUnreachable();
    assertThatThrownBy(() -> sender.send(ONCE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broke off");
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  @Rule(10)
  void send_connectionBreaks_isRepeatedWithPauses() throws IOException {
    upstream.thenUnreachable().thenUnreachable().then(200, Map.of(), "ok");
    assertThat(sender.send(REPEATABLE).body()).isEqualTo("ok");
    assertThat(clock.ticks()).isEqualTo(Duration.ofMillis(750).toNanos());
  }

  @Test
  @Rule(10)
  void send_unluckyPauses_doubleFromHalfASecond() throws IOException {
    TokenRuntime fixed = runtime();
    HttpSender unlucky =
        new RetryingSender(
            new TokenRuntime(
                clock, fixed.ticker(), () -> -1, upstream, fixed.executor(), impatient));
    upstream.then(503, Map.of(), "");
    unlucky.send(REPEATABLE);
    assertThat(Duration.ofNanos(clock.ticks())).isEqualTo(Duration.ofMillis(500 + 1_000));
  }

  @Test
  @Rule(10)
  void send_stillFailing_givesTheLastAnswerAfterThreeAttempts() throws IOException {
    upstream.then(503, Map.of(), "");
    assertThat(sender.send(REPEATABLE).status()).isEqualTo(503);
    assertThat(upstream.requests()).hasSize(3);
  }

  @Test
  @Rule(10)
  void send_slowServer_allAttemptsStayWithinTheTimeout() throws IOException {
    clock.advance(Duration.ofSeconds(100));
    upstream.then(
        request -> {
          clock.advance(Duration.ofSeconds(15));
          return new HttpSender.Response(503, Map.of(), "");
        });
    sender.send(REPEATABLE);
    assertThat(upstream.requests())
        .extracting(HttpSender.Request::timeout)
        .containsExactly(Duration.ofSeconds(20), Duration.ofMillis(4_750));
  }

  @Test
  @Rule(10)
  void send_interruptedInThePause_stopsAndKeepsTheFlag() {
    RetryingSender patient = new RetryingSender(clock.runtime(upstream));
    upstream.thenUnreachable();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> patient.send(REPEATABLE)).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(clock.pending()).isZero();
  }

  @ParameterizedTest
  @Rule(9)
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | 30 | 30",
        "503 | 120 | 120",
        "500 | 99999999 | 3600",
        "429 | Sun, 22 Nov 2026 12:01:30 GMT | 90",
        "429 | Mon, 23 Nov 2026 12:00:00 GMT | 3600",
      })
  void send_serverAsksForAPause_isThrottledAndLeftAlone(int status, String value, long seconds)
      throws IOException {
    upstream.then(status, Map.of("retry-after", List.of(value)), "").then(200, Map.of(), "ok");
    assertThat(throttled().retryAfter()).hasValue(Duration.ofSeconds(seconds));
    clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
    assertThat(throttled().retryAfter()).hasValue(Duration.ofMillis(1));
    assertThat(upstream.requests()).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(sender.send(REPEATABLE).body()).isEqualTo("ok");
  }

  @Test
  @Rule(9)
  void send_pauseOfOneAuthority_doesNotConcernAnother() throws IOException {
    clock.advance(Duration.ofSeconds(100));
    upstream.then(429, Map.of("Retry-After", List.of("60")), "").then(200, Map.of(), "ok");
    assertThat(throttled().retryAfter()).hasValue(Duration.ofSeconds(60));
    URI other = URI.create("https://other.example/token");
    assertThat(sender.send(HttpSender.Request.get(other, Map.of(), Duration.ofSeconds(5))).body())
        .isEqualTo("ok");
  }

  @Test
  @Rule({9, 14})
  void send_pauseAsADateAndClocksDiffer_goesByTheServersClock() {
    upstream.then(
        429,
        Map.of(
            "Retry-After", List.of("Sun, 22 Nov 2026 13:00:20 GMT"),
            "Date", List.of("Sun, 22 Nov 2026 13:00:00 GMT")),
        "");
    assertThat(throttled().retryAfter()).hasValue(Duration.ofSeconds(20));
  }

  /**
   * In seconds: how far the server's clock is ahead of ours, and the pause until ten past by its
   * clock.
   */
  @ParameterizedTest
  @Rule(14)
  @CsvSource({"0, 600", "120, 480", "-120, 720", "3600, 300", "-3600, 900"})
  void send_pauseAsADateWithoutTheServersTime_goesByTheTimeItToldBefore(int ahead, long seconds)
      throws IOException {
    String date = HTTP_DATE.format(FakeClock.START.plusSeconds(ahead));
    String end = HTTP_DATE.format(FakeClock.START.plusSeconds(600));
    upstream
        .then(200, Map.of("Date", List.of(date)), "")
        .then(503, Map.of("Retry-After", List.of(end)), "");
    sender.send(REPEATABLE);
    assertThat(throttled().retryAfter()).hasValue(Duration.ofSeconds(seconds));
  }

  @Test
  @Rule(14)
  void send_timeOfOneAuthority_isNotThatOfAnother() throws IOException {
    String end = HTTP_DATE.format(FakeClock.START.plusSeconds(600));
    upstream
        .then(200, Map.of("Date", List.of(HTTP_DATE.format(FakeClock.START.plusSeconds(120)))), "")
        .then(503, Map.of("Retry-After", List.of(end)), "");
    sender.send(
        HttpSender.Request.get(
            URI.create("https://other.example/"), Map.of(), Duration.ofSeconds(5)));
    assertThat(throttled().retryAfter()).hasValue(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @Rule(9)
  @ValueSource(strings = {"soon", "-5", "", "1.5", "Sun, 22 Nov 2020 12:00:00 GMT"})
  void send_pauseUnreadableOrPast_isAnOrdinaryFailure(String value) throws IOException {
    upstream.then(503, Map.of("Retry-After", List.of(value)), "").then(200, Map.of(), "ok");
    assertThat(sender.send(REPEATABLE).body()).isEqualTo("ok");
  }

  @Test
  @Rule(9)
  void send_pauseOnSuccess_isIgnored() throws IOException {
    upstream.then(200, Map.of("Retry-After", List.of("30")), "delayed");
    sender.send(REPEATABLE);
    assertThat(sender.send(REPEATABLE).body()).isEqualTo("delayed");
  }

  private TokenException throttled() {
    TokenException failure =
        catchThrowableOfType(TokenException.class, () -> sender.send(REPEATABLE));
    assertThat(failure.reason()).isEqualTo(Reason.THROTTLED);
    assertThat(failure.getMessage()).contains("login.example").doesNotContain("secret");
    return failure;
  }
}
