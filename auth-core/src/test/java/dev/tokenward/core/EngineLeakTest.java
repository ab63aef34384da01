package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing that the engine lets out holds a secret or a token, on success and on failure. */
class EngineLeakTest {

  private static final String LOGGERS = "dev.tokenward";

  private final LeakProbe probe = new LeakProbe();
  private final FakeClock clock = new FakeClock();
  private final ScriptedUpstream upstream = new ScriptedUpstream();
  private final List<TokenEvent> events = new ArrayList<>();

  @Test
  void plantedLeaks_areFoundInEveryChannel() throws Exception {
    try (CapturedLogs logs = new CapturedLogs(LOGGERS)) {
      LeakProbe.plant(
          "log",
          text -> System.getLogger(LOGGERS + ".planted").log(System.Logger.Level.DEBUG, text),
          found -> found.see("log", logs.text()));
    }
    List<Throwable> thrown = new ArrayList<>();
    LeakProbe.plant(
        "exception",
        text -> thrown.add(new IllegalStateException("outer", new IllegalStateException(text))),
        found -> thrown.forEach(each -> found.see("exception", each)));
    List<TokenEvent> heard = new ArrayList<>();
    LeakProbe.plant(
        "event",
        text -> heard.add(new TokenEvent.Invalidated(TokenRequest.DEFAULT, text)),
        found -> found.see("event", heard.toString()));
  }

  @Test
  void engine_successAndFailure_letsNothingOut() {
    String secret = probe.canary("secret");
    String token = probe.canary("token");
    upstream
        .then(200, Map.of(), token)
        .then(200, Map.of(), "<html>A page with " + secret + "</html>")
        .then(401, Map.of(), "The key " + secret + " is wrong")
        .then(
            request -> {
              throw new IllegalStateException("A bug that quotes " + secret + token);
            });
    try (CapturedLogs logs = new CapturedLogs(LOGGERS);
        CachingTokenSource source = open(Secret.of(secret))) {
      AccessToken first = source.token();
      assertThat(first.authorization()).isEqualTo("Bearer " + token);
      source.invalidate(first);
      for (int failure = 0; failure < 4; failure++) {
        probe.see("exception", catchThrowableOfType(TokenException.class, source::token));
        clock.advance(Backoff.TERMINAL);
      }
      probe.see("text", first + " " + source.stats());
      probe.see("event", events.toString());
      probe.see("log", logs.text());
    }
    assertThat(upstream.requests()).hasSize(5);
    assertThat(events).hasSize(6);
    probe.assertClean();
  }

  private CachingTokenSource open(Secret secret) {
    Credential credential =
        new Credential(
            "build",
            "demo",
            Map.of("tokenUrl", "https://login.example/token"),
            Map.of("key", secret));
    return new TokenSources(
            Map.of("demo", new DemoKind()),
            clock.runtime(upstream),
            event -> {
              events.add(event);
              throw new IllegalStateException("A listener that quotes " + event);
            })
        .open(credential);
  }
}
