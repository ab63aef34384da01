package dev.tokenward.core.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.spi.DurableState;
import dev.tokenward.core.spi.DurableState.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file, several users: threads, real processes, and processes that are killed. */
class SharedFileTest {

  private static final String KEY = "grant";

  @TempDir Path folder;

  /** A process that writes one generation after the other, and says which it has written. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] arguments) {
      write(Path.of(arguments[0]), Integer.parseInt(arguments[1]), System.out::println);
    }

    // Every value names its generation and writer, so that a mixed-up one shows.
    static int write(Path file, int count, LongConsumer written) {
      DurableState state = DurableStates.inFile(file, TokenRuntime.system());
      int left = count;
      while (left > 0) {
        long spent = state.read(KEY).generation();
        if (state.write(KEY, spent, Secret.of(value(spent + 1)))) {
          left--;
          written.accept(spent + 1);
        }
      }
      return count;
    }
  }

  private static String value(long generation) {
    return "value "
        + generation
        + " by "
        + ProcessHandle.current().pid()
        + "/"
        + Thread.currentThread().getId();
  }

  @Test
  void write_fromThreadsWithStatesOfTheirOwn_losesNothing() {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<CompletableFuture<Integer>> writers =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> Writer.write(file(), 50, ignored -> {}), threads))
            .toList();
    writers.forEach(CompletableFuture::join);
    threads.shutdown();
    assertThat(generation()).isEqualTo(200);
  }

  @Test
  void write_fromSeveralProcesses_losesNothing() throws Exception {
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      writers.add(start(50));
    }
    for (Process writer : writers) {
      assertThat(new String(writer.getInputStream().readAllBytes(), UTF_8).lines()).hasSize(50);
      assertThat(writer.waitFor()).isZero();
    }
    assertThat(generation()).isEqualTo(150);
  }

  @Test
  void write_killedTenTimes_keepsWhatWasAcknowledged() throws Exception {
    long before = 0;
    for (int kill = 1; kill <= 10; kill++) {
      long acknowledged = killAfter(kill * 3);
      assertThat(acknowledged).isGreaterThan(before);
      assertThat(generation()).isBetween(acknowledged, acknowledged + 1);
      before = generation();
    }
  }

  // Reads all that was said before the end: the last whole line was acknowledged.
  private long killAfter(int lines) throws Exception {
    Process writer = start(Integer.MAX_VALUE);
    long acknowledged = 0;
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
      for (int line = 0; line < lines; line++) {
        acknowledged = number(output.readLine(), acknowledged);
      }
      // By its handle: the process itself would throw away what it said last.
      writer.toHandle().destroyForcibly();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        acknowledged = number(line, acknowledged);
      }
    }
    writer.waitFor();
    return acknowledged;
  }

  private static long number(@Nullable String line, long before) {
    assertThat(line).isNotNull();
    long number = Long.parseLong(line);
    return Math.max(number, before);
  }

  private Process start(int count) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            file().toString(),
            Integer.toString(count))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private Path file() {
    return folder.resolve("state");
  }

  private long generation() {
    Row row = DurableStates.inFile(file(), TokenRuntime.system()).read(KEY);
    assertThat(DurableStateContract.value(row)).startsWith("value " + row.generation() + " by ");
    return row.generation();
  }
}
