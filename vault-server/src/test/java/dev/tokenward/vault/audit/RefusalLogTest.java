package dev.tokenward.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.access.Refusals.Reason;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S23: who proves nothing is counted, and takes no room of those who do. */
class RefusalLogTest {

  private static final Charset US = StandardCharsets.US_ASCII;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeClock clock = new FakeClock();
  private final List<String> written = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean broken;
  @TempDir Path directory;

  @Test
  void note_sameAddressAndReason_isOneRecordOfTheMinute() {
    RefusalLog log = log(Runnable::run);
    log.note(Reason.API_UNAUTHENTICATED, "192.0.2.1", "ci");
    clock.advance(Duration.ofSeconds(30));
    log.note(Reason.API_UNAUTHENTICATED, "192.0.2.1", "app");
    log.note(Reason.PROXY_UNAUTHENTICATED, "192.0.2.1", null);
    log.note(Reason.API_UNAUTHENTICATED, "192.0.2.2", null);
    assertThat(written).isEmpty();

    clock.advance(Duration.ofSeconds(30));

    assertThat(written)
        .containsExactly(
            "{\"minute\":\"2026-11-22T12:00:00Z\",\"address\":\"192.0.2.1\","
                + "\"reason\":\"api-unauthenticated\",\"count\":2,\"names\":[\"app\",\"ci\"]}",
            "{\"minute\":\"2026-11-22T12:00:00Z\",\"address\":\"192.0.2.1\","
                + "\"reason\":\"proxy-unauthenticated\",\"count\":1}",
            "{\"minute\":\"2026-11-22T12:00:00Z\",\"address\":\"192.0.2.2\","
                + "\"reason\":\"api-unauthenticated\",\"count\":1}");
    assertThat(clock.pending()).as("no timer without refusals").isZero();
  }

  @Test
  void note_nextMinute_isARecordOfItsOwn() {
    RefusalLog log = log(Runnable::run);
    log.note(Reason.MISDIRECTED, "192.0.2.1", null);
    clock.set(FakeClock.START.plus(MINUTE));

    log.note(Reason.MISDIRECTED, "192.0.2.1", null);
    log.close();

    assertThat(written).hasSize(2);
    assertThat(written.get(1)).contains("12:01:00Z");
  }

  @Test
  void note_tooManyAddresses_areCountedTogether() {
    RefusalLog log = log(Runnable::run);
    for (int i = 0; i < RefusalMinute.MOST_KEYS + 100; i++) {
      log.note(Reason.API_UNAUTHENTICATED, "2001:db8::" + i, null);
    }
    log.note(Reason.API_UNAUTHENTICATED, "2001:db8::0", null);

    clock.advance(MINUTE);

    assertThat(written).hasSize(RefusalMinute.MOST_KEYS + 1);
    assertThat(written.get(0)).contains("\"count\":2");
    assertThat(written.get(RefusalMinute.MOST_KEYS))
        .isEqualTo("{\"minute\":\"2026-11-22T12:00:00Z\",\"reason\":\"others\",\"count\":100}");
  }

  @Test
  void note_whatMayBeASecret_isNoName() {
    RefusalLog log = log(Runnable::run);
    for (String name :
        new String[] {"s".repeat(20), "twp_x", "a.b", "Ab", "a\n", "-a", "", "\u0000", "ok"}) {
      log.note(Reason.CLIENT_UNAUTHENTICATED, "192.0.2.1", name);
    }
    for (int i = 0; i < 9; i++) {
      log.note(Reason.CLIENT_UNAUTHENTICATED, "192.0.2.1", "z" + i);
    }

    clock.advance(MINUTE);

    assertThat(written.get(0)).endsWith("\"count\":18,\"names\":[\"ok\",\"z0\",\"z1\"]}");
  }

  @Test
  void note_cannotBeWritten_isCountedLater() {
    RefusalLog log = log(Runnable::run);
    broken = true;
    log.note(Reason.API_UNAUTHENTICATED, "192.0.2.1", null);
    clock.advance(MINUTE);
    broken = false;
    log.note(Reason.API_UNAUTHENTICATED, "192.0.2.2", null);

    clock.advance(MINUTE);

    assertThat(written).hasSize(2);
    assertThat(written.get(1)).contains("12:01:00Z", "\"others\",\"count\":1}");
  }

  @Test
  void note_writeHangs_keepsNumbersOnly() {
    RefusalLog log = log(waiting::add);
    for (int minute = 0; minute < 5; minute++) {
      log.note(Reason.API_UNAUTHENTICATED, "192.0.2.1", null);
      clock.advance(MINUTE);
    }
    assertThat(waiting).as("one write at a time").hasSize(1);

    waiting.get(0).run();

    assertThat(written.get(1)).contains("\"others\",\"count\":4}");
  }

  @Test
  void beside_flood_staysInItsRoomAndKeepsTheNewest() throws IOException {
    Path file = directory.resolve("audit.jsonl");
    RefusalFile refusals = new RefusalFile(file, 1_000);
    for (int i = 0; i < 100; i++) {
      refusals.append(("x".repeat(95) + String.format("%04d", i) + "\n").getBytes(US));
    }

    Path newest = directory.resolve("audit-refusals.jsonl");
    assertThat(Files.readString(newest)).endsWith("0099\n").hasSizeLessThanOrEqualTo(1_000);
    assertThat(directory.resolve("audit-refusals-older.jsonl")).hasSize(1_000);
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
    assertThat(Files.getPosixFilePermissions(newest)).hasSize(3);
  }

  private RefusalLog log(Executor executor) {
    TokenRuntime runtime =
        clock.runtime(
            request -> {
              throw new UnsupportedOperationException();
            },
            executor);
    return new RefusalLog(this::append, runtime);
  }

  private void append(byte[] lines) throws IOException {
    if (broken) {
      throw new IOException("No space left on device");
    }
    new String(lines, US).lines().forEach(written::add);
  }
}
