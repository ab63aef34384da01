package dev.tokenward.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.CacheSettings;
import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.CapturedLog;
import dev.tokenward.core.FakeClock;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.Patience;
import dev.tokenward.core.ScriptedUpstream;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.core.TokenRequest;
import dev.tokenward.core.TokenSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LoggingListenerTest {

  private final FakeClock clock = new FakeClock();
  private final Queue<TokenSource> script =
      new ArrayDeque<>(
          List.of(
              request -> MintedToken.bearer("canary", clock.instant(), Duration.ofMinutes(1)),
              request -> {
                throw new TokenException(Reason.UNREACHABLE, "No answer", "Wait.");
              }));

  @Test
  void events_areLinesWithoutTheToken() {
    try (CapturedLog log = new CapturedLog();
        CachingTokenSource source =
            CachingTokenSource.around(
                "devops",
                request -> script.remove().token(request),
                clock.runtime(new ScriptedUpstream()),
                CacheSettings.DEFAULT,
                new LoggingListener())) {
      String id = source.token().id();
      clock.advance(Duration.ofMinutes(2));
      var refused = source.tokenAsync(TokenRequest.DEFAULT, Patience.DEFAULT);

      assertThat(refused).isCompletedExceptionally();
      assertThat(log.text())
          .contains("token " + id + " acquired")
          .contains("failure 1 in a row, UNREACHABLE")
          .doesNotContain("canary");
    }
  }
}
