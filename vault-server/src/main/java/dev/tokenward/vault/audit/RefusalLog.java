package dev.tokenward.vault.audit;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.access.Refusals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The audit's second class: requests that proved nothing. Each minute's are counted by address and
 * reason, and written when it ends, as good as it can be, outside the chain and within a room of
 * their own: whoever floods the vault displaces only older refusals. What could not be written is
 * counted in a later minute. Thread-safe.
 */
public final class RefusalLog implements Refusals, AutoCloseable {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final System.Logger LOG = System.getLogger(RefusalLog.class.getName());

  private final RefusalSink sink;
  private final TokenRuntime runtime;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicLong lost = new AtomicLong();
  private @Nullable RefusalMinute current;

  RefusalLog(RefusalSink sink, TokenRuntime runtime) {
    this.sink = sink;
    this.runtime = runtime;
  }

  /** Writes beside an audit file. */
  public static RefusalLog beside(Path auditFile, TokenRuntime runtime) {
    return new RefusalLog(new RefusalFile(auditFile, RefusalFile.MOST_BYTES), runtime);
  }

  /** For a chain on standard output, where a second class would break it: to the vault's log. */
  public static RefusalLog toLog(TokenRuntime runtime) {
    return new RefusalLog(
        lines -> LOG.log(System.Logger.Level.WARNING, "Refused: {0}", first(lines)), runtime);
  }

  private static String first(byte[] lines) {
    String text = new String(lines, StandardCharsets.US_ASCII);
    long count = text.lines().count();
    String first = text.lines().findFirst().orElse("");
    return count < 2 ? first : first + " and " + (count - 1) + " more of that minute";
  }

  @Override
  public synchronized void note(Reason reason, @Nullable String address, @Nullable String name) {
    Instant now = runtime.clock().instant();
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    if (current == null || !current.start().equals(minute)) {
      end(current);
      current = new RefusalMinute(minute);
      RefusalMinute begun = current;
      runtime.timer().after(Duration.between(now, minute.plus(MINUTE)), () -> endOf(begun));
    }
    current.count(reason, address, name);
  }

  private synchronized void endOf(RefusalMinute minute) {
    if (current == minute) {
      current = null;
      end(minute);
    }
  }

  private void end(@Nullable RefusalMinute minute) {
    if (minute == null) {
      return;
    }
    if (!writing.compareAndSet(false, true)) {
      lost.addAndGet(minute.total());
      return;
    }
    try {
      runtime.executor().execute(() -> write(minute));
    } catch (RejectedExecutionException e) {
      writing.set(false);
      lost.addAndGet(minute.total());
    }
  }

  private void write(RefusalMinute minute) {
    minute.countOthers(lost.getAndSet(0));
    try {
      sink.append(minute.lines());
    } catch (IOException | RuntimeException e) {
      lost.addAndGet(minute.total());
      LOG.log(System.Logger.Level.WARNING, "Refused requests could not be noted", e);
    } finally {
      writing.set(false);
    }
  }

  /** Writes the minute that has not ended yet. */
  @Override
  public void close() {
    RefusalMinute last;
    synchronized (this) {
      last = current;
      current = null;
    }
    if (last != null && writing.compareAndSet(false, true)) {
      write(last);
    }
  }
}
