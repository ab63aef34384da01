package dev.tokenward.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerTest {

  private final FakeClock clock = new FakeClock();
  private final FakeExecutor executor = new FakeExecutor();

  @Test
  @Rule(19)
  void listener_hearsOfAToken_onTheExecutorAfterTheWaiters() {
    List<String> order = new ArrayList<>();
    CachingTokenSource source = source(event -> order.add("listener"));
    var unused =
        source
            .tokenAsync(TokenRequest.DEFAULT, Patience.DEFAULT)
            .thenAccept(token -> order.add("caller"));
    assertThat(order).as("nothing runs on the caller's thread").isEmpty();
    executor.runAll();
    assertThat(order).containsExactly("caller", "listener");
  }

  @Test
  @Rule(19)
  void listener_throws_hurtsNobody() {
    CachingTokenSource source =
        source(
            event -> {
              throw new IllegalStateException("on purpose");
            });
    var answer = source.tokenAsync(TokenRequest.DEFAULT, Patience.DEFAULT);
    executor.runAll();
    assertThat(source.invalidate(answer.join())).isTrue();
    executor.runAll();
    assertThat(source.tokenAsync(TokenRequest.DEFAULT, Patience.DEFAULT)).isNotDone();
  }

  private CachingTokenSource source(TokenListener listener) {
    return CachingTokenSource.around(
        "devops",
        request -> MintedToken.bearer("some-token", clock.instant(), Duration.ofHours(1)),
        clock.runtime(new ScriptedUpstream(), executor),
        CacheSettings.DEFAULT,
        listener);
  }
}
