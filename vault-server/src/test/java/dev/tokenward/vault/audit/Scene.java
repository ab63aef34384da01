package dev.tokenward.vault.audit;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.audit.AuditEvent.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A runtime whose time stands still and whose timers a test fires, and events to record. */
final class Scene {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private record Timer(Duration delay, Runnable task) {}

  private final List<Timer> timers = new ArrayList<>();

  TokenRuntime runtime(Executor executor) {
    return new TokenRuntime(
        Clock.fixed(NOW, ZoneOffset.UTC),
        () -> 0,
        new Random(1),
        request -> {
          throw new UnsupportedOperationException();
        },
        executor,
        this::after);
  }

  private synchronized Runnable after(Duration delay, Runnable task) {
    Timer timer = new Timer(delay, task);
    timers.add(timer);
    return () -> cancel(timer);
  }

  private synchronized void cancel(Timer timer) {
    timers.remove(timer);
  }

  /** Lets the timers of that delay end, and says how many there were. */
  int fire(Duration delay) {
    List<Timer> due;
    synchronized (this) {
      due = timers.stream().filter(timer -> timer.delay().equals(delay)).toList();
      timers.removeAll(due);
    }
    due.forEach(timer -> timer.task().run());
    return due.size();
  }

  static AuditEvent event(@Nullable String detail) {
    return new AuditEvent(
        new Call(new Caller("c-1", "ci"), "/v1/credentials/{name}/token", "0".repeat(32)),
        "token",
        Outcome.GRANTED,
        "ado",
        "k-1",
        "ci-reads",
        "l-1",
        "deadbeef",
        detail);
  }

  /** A management write. */
  static AuditEvent written(String noun, String id, long version) {
    return new AuditEvent(
        new Call(new Caller("c-2", "operator"), "PUT /v1/credentials/{name}", "0".repeat(32)),
        noun + ".write",
        Outcome.GRANTED,
        null,
        null,
        null,
        null,
        null,
        new RecordVersion(noun, id, version),
        null);
  }

  static Entry entry(String detail) {
    return Entry.of(event(detail));
  }
}
