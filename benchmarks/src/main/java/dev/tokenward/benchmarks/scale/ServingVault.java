package dev.tokenward.benchmarks.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tokenward.benchmarks.Pause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code tokenward serve} in a process of its own, as a user starts it, with a small heap. */
final class ServingVault implements AutoCloseable {

  static final String HEAP = "-Xmx128m";

  private static final Duration BETWEEN = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final Duration start;

  private ServingVault(Process process, Duration start) {
    this.process = process;
    this.start = start;
  }

  /** Starts it, and returns when {@code /health/ready} answers 200. */
  static ServingVault start(Path config, URI url) throws IOException, InterruptedException {
    // What it unpacks goes with its folder: it is killed.
    Path unpacked = Files.createDirectories(config.toAbsolutePath().resolveSibling("tmp"));
    List<String> options = List.of(HEAP, "-Djava.io.tmpdir=" + unpacked);
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(Commands.line(options, List.of("serve", "--config", config.toString())))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(
                ProcessBuilder.Redirect.appendTo(config.resolveSibling("serve.log").toFile()))
            .start();
    HttpClient http = HttpClient.newHttpClient();
    while (!ready(http, url.resolve("/health/ready"))) {
      if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
        process.destroyForcibly();
        throw new IOException("The vault does not start; see serve.log beside " + config);
      }
      Pause.of(BETWEEN);
    }
    return new ServingVault(process, Duration.ofNanos(System.nanoTime() - begin));
  }

  private static boolean ready(HttpClient http, URI url) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(url).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      // It does not listen yet.
      return false;
    }
  }

  /** From the start of the process to readiness. */
  Duration start() {
    return start;
  }

  /** What lives on its heap after a full collection, in bytes. */
  long liveHeap() throws IOException {
    Process histogram =
        new ProcessBuilder(
                Commands.tool("jcmd"), String.valueOf(process.pid()), "GC.class_histogram")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(histogram.getInputStream().readAllBytes(), UTF_8);
    return text.lines()
        .filter(line -> line.startsWith("Total"))
        .map(line -> line.trim().split("\\s+"))
        .map(columns -> Long.parseLong(columns[2]))
        .findFirst()
        .orElseThrow(() -> new IOException("jcmd needs the JDK of this Java: " + text));
  }

  /** The most memory that the system gave it so far, in bytes. */
  long peakResident() throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(0L);
  }

  @Override
  public void close() {
    kill();
  }

  /** Ends it with nothing tidied up. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
