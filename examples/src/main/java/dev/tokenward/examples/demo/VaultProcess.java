package dev.tokenward.examples.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A vault in a process of its own, which ends with this one. */
final class VaultProcess {

  private static final int LONGEST_START_SECONDS = 60;
  private static final int LONGEST_STOP_SECONDS = 10;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final String url;
  private final Path log;

  private VaultProcess(Process process, String url, Path log) {
    this.process = process;
    this.url = url;
    this.log = log;
  }

  /** Starts the vault whose files are in {@code folder}, and waits until it is ready. */
  static VaultProcess start(RunnableJar jar, Path folder, int port, List<String> jvmOptions)
      throws IOException, InterruptedException {
    Path log = folder.resolve("vault.log");
    Process process =
        new ProcessBuilder(jar.child(jvmOptions, "serve", "--config", VaultFiles.CONFIG))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    VaultProcess vault = new VaultProcess(process, "http://127.0.0.1:" + port, log);
    try {
      vault.awaitReady();
      return vault;
    } catch (IOException | InterruptedException | RuntimeException e) {
      vault.close();
      throw e;
    }
  }

  /** A port that nobody listens on. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    for (int tenths = 0; tenths < 10 * LONGEST_START_SECONDS; tenths++) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "it ended with code " + process.exitValue() + ":\n" + log());
      }
      if (ready()) {
        return;
      }
    }
    throw new IllegalStateException(
        "it was not ready within " + LONGEST_START_SECONDS + " seconds:\n" + log());
  }

  private boolean ready() throws InterruptedException {
    try {
      HttpRequest question = HttpRequest.newBuilder(URI.create(url + "/health/ready")).build();
      return http.send(question, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Scheme, host and port. */
  String url() {
    return url;
  }

  /** What it wrote so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, LONGEST_STOP_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly();
    process.onExit().join();
  }
}
