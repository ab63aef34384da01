package dev.tokenward.benchmarks.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tokenward.benchmarks.BenchmarksPage;
import dev.tokenward.benchmarks.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Makes a small and a very large kept vault, and measures how each starts and what memory it needs.
 * Without arguments it writes what it found into {@code docs/benchmarks.md}; with sizes such as
 * {@code 5000:50000}, credentials and audit records, it only says it.
 */
public final class KeptVaultScale {

  /** So many that more credentials are used than the vault keeps open at once. */
  static final int REQUESTS = 40_000;

  private static final List<Size> SIZES =
      List.of(new Size(1_000, 10_000), new Size(100_000, 1_000_000));

  private final Progress progress;
  private final Upstream upstream;

  private KeptVaultScale(Upstream upstream, Progress progress) {
    this.upstream = upstream;
    this.progress = progress;
  }

  /** Takes sizes, or none for the two that are compared. */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Logger.getLogger("").setLevel(Level.WARNING);
    List<Size> sizes = args.length == 0 ? SIZES : Arrays.stream(args).map(Size::parse).toList();
    Progress progress = new Progress(System.out);
    List<Measured> found = new ArrayList<>();
    try (Upstream upstream = new Upstream()) {
      for (Size size : sizes) {
        found.add(new KeptVaultScale(upstream, progress).inNewFolder(size));
      }
    }
    String section = ScaleSection.of(found);
    progress.say(section);
    if (args.length == 0) {
      BenchmarksPage.put(ScaleSection.HEADING, section);
    }
    // Threads that still wait for records or answers end with the process.
    System.exit(0);
  }

  private Measured inNewFolder(Size size)
      throws IOException, InterruptedException, ExecutionException {
    progress.say(size.toString());
    Path folder = Files.createTempDirectory("tokenward-scale");
    try {
      return measure(size, folder);
    } finally {
      remove(folder);
    }
  }

  private Measured measure(Size size, Path folder)
      throws IOException, InterruptedException, ExecutionException {
    URI url = URI.create("http://127.0.0.1:" + freePort());
    Path config = folder.resolve("tokenward.yaml");
    Files.writeString(
        config, "listen: " + url.getAuthority() + "\nstateDir: state\n" + upstream.configuration());
    Commands.run("init", "--config", config.toString());
    new Filling(size, upstream, progress).fill(config);
    Path secret = folder.resolve("secret");
    Commands.run("admin", "reset", "--config", config.toString(), "--out", secret.toString());
    return serve(size, config, url, new Load(size, url, basic(secret), progress));
  }

  private Measured serve(Size size, Path config, URI url, Load load)
      throws IOException, InterruptedException, ExecutionException {
    long disk = bytes(config.resolveSibling("state"));
    try (ServingVault vault = ServingVault.start(config, url)) {
      progress.say("  ready after " + vault.start());
      long idle = vault.liveHeap();
      Duration first = load.run(REQUESTS / 2);
      long half = vault.liveHeap();
      Duration second = load.run(REQUESTS / 2);
      long full = vault.liveHeap();
      long peak = vault.peakResident();
      vault.kill();
      try (ServingVault again = ServingVault.start(config, url)) {
        progress.say("  ready again after " + again.start());
        return new Measured(
            size, disk, vault.start(), idle, half, full, peak, first.plus(second), again.start());
      }
    }
  }

  private static String basic(Path secret) throws IOException {
    byte[] pair = Files.readString(secret).strip().getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(each -> each.toFile().length()).sum();
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
