package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PollingTest {

  private final List<Long> pauses = new ArrayList<>();
  private final List<Integer> told = new ArrayList<>();
  private final AtomicInteger state = new AtomicInteger();

  private JsonNode until(int end) {
    return new Polling(wait -> pauses.add(wait.toSeconds()))
        .until(
            IntNode.valueOf(0),
            each -> each.asInt() < end,
            each -> told.add(each.asInt()),
            () -> IntNode.valueOf(state.incrementAndGet()));
  }

  @Test
  void pauses_grow_upToTenSeconds() {
    assertThat(until(7).asInt()).isEqualTo(7);
    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 10L, 10L, 10L);
    assertThat(told).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void tenMinutes_takeNoMoreThan63Looks() {
    until(63);
    assertThat(pauses.stream().mapToLong(Long::longValue).sum())
        .isGreaterThan(Duration.ofMinutes(10).toSeconds());
  }

  @Test
  void whatIsOver_isNotLookedAtAgain() {
    assertThat(until(0).asInt()).isZero();
    assertThat(pauses).isEmpty();
    assertThat(told).isEmpty();
  }
}
