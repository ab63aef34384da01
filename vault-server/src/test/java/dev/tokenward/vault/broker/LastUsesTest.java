package dev.tokenward.vault.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.KeptRecords;
import dev.tokenward.vault.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastUsesTest {

  private final FakeClock clock = new FakeClock();
  private final TokenRuntime runtime =
      clock.runtime(
          request -> {
            throw new UnsupportedOperationException();
          });
  private final Store kept =
      new KeptRecords(clock)
          .credential("ado", "kept", Map.of(), Map.of())
          .credential("other", "kept", Map.of(), Map.of())
          .store();
  private int changes;
  private boolean away;
  private final Store store =
      (Store)
          Proxy.newProxyInstance(
              Store.class.getClassLoader(),
              new Class<?>[] {Store.class},
              (proxy, method, arguments) -> counted(method, arguments));
  private final LastUses uses = new LastUses(store, runtime);

  private Object counted(Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("change")) {
      changes++;
      if (away) {
        throw new IllegalStateException("The store is away");
      }
    }
    try {
      return method.invoke(kept, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void used_often_isWrittenOnceAMinute() {
    for (int i = 0; i < 1_000; i++) {
      uses.used("id-of-ado");
      uses.used("id-of-other");
      clock.advance(Duration.ofMillis(59));
    }
    assertThat(changes).isZero();
    clock.advance(LastUses.PAUSE);
    assertThat(changes).isEqualTo(1);
    assertThat(written("id-of-ado")).isEqualTo(FakeClock.START.plusSeconds(58));
    assertThat(written("id-of-other")).isEqualTo(FakeClock.START.plusSeconds(58));
    clock.advance(Duration.ofHours(1));
    assertThat(changes).as("nothing is new").isEqualTo(1);
  }

  @Test
  void used_storeAway_isWrittenWhenItIsBack() {
    away = true;
    uses.used("id-of-ado");
    clock.advance(LastUses.PAUSE.multipliedBy(3));
    assertThat(uses.of("id-of-ado")).contains(FakeClock.START);
    away = false;
    clock.advance(LastUses.PAUSE);
    assertThat(written("id-of-ado")).isEqualTo(FakeClock.START);
  }

  @Test
  void close_writesTheRestAndNothingLater() {
    uses.used("id-of-ado");
    uses.close();
    assertThat(written("id-of-ado")).isEqualTo(FakeClock.START);
    int before = changes;
    clock.advance(LastUses.PAUSE);
    assertThat(changes).isEqualTo(before);
  }

  @Test
  void used_whatIsGone_leavesNothing() {
    uses.used("id-of-gone");
    clock.advance(LastUses.PAUSE);
    assertThat(new LastUses(store, runtime).of("id-of-gone")).isEmpty();
  }

  private Instant written(String id) {
    return new LastUses(store, runtime).of(id).orElseThrow();
  }
}
