package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A key ring that a program prints: the seam for a vault of keys such as Azure Key Vault. */
final class CommandKeySource implements KeySource {

  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final String BY_HAND =
      " Run it by hand, as the user who runs the vault, to see why: what it says is not shown here.";

  private final List<String> command;
  private final Duration limit;
  private final String name;

  CommandKeySource(List<String> command, Duration limit) {
    this.command = List.copyOf(command);
    this.limit = limit;
    // Arguments may be secrets.
    this.name = "The command " + command.get(0);
  }

  @Override
  public Loaded load() {
    Process process = start();
    try {
      byte[] output = output(process);
      requireSuccess(process, output);
      return new Loaded(ring(output), Optional.empty());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start() {
    try {
      Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new KeyRingException(
          name + " cannot be started. Look at its path and whether it may be run.");
    }
  }

  /** A program may end and leave its output open to another, so the end of both is awaited. */
  private byte[] output(Process process) {
    try {
      return reading(process)
          .thenCombine(process.onExit(), (output, ended) -> output)
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new KeyRingException(
          name + " was stopped: it did not end within " + limit.toSeconds() + " s." + BY_HAND);
    } catch (ExecutionException e) {
      throw new KeyRingException(name + " prints what cannot be read." + BY_HAND);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyRingException(name + " was stopped, because the vault stops.");
    }
  }

  private static CompletableFuture<byte[]> reading(Process process) {
    CompletableFuture<byte[]> output = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, output), "tokenward-root-key");
    reader.setDaemon(true);
    reader.start();
    return output;
  }

  private static void read(Process process, CompletableFuture<byte[]> output) {
    try (InputStream in = process.getInputStream()) {
      byte[] bytes = in.readNBytes(KeyFileReader.MOST_BYTES + 1);
      if (bytes.length > KeyFileReader.MOST_BYTES) {
        process.destroyForcibly();
      }
      output.complete(bytes);
    } catch (IOException e) {
      output.completeExceptionally(e);
    }
  }

  private void requireSuccess(Process process, byte[] output) {
    if (output.length > KeyFileReader.MOST_BYTES) {
      throw new KeyRingException(
          name + " was stopped: it prints more than 64 KiB, and a key ring is less.");
    }
    if (process.exitValue() != 0) {
      throw new KeyRingException(
          name + " ended with exit code " + process.exitValue() + "." + BY_HAND);
    }
  }

  private KeyRing ring(byte[] output) {
    String origin = "What the command " + command.get(0) + " prints";
    String start = new String(output, 0, Math.min(output.length, 10), US_ASCII);
    try {
      return start.isEmpty() || start.equals("tokenward-")
          ? RingText.read(output, origin)
          : new KeyRing(new TreeMap<>(Map.of(1, RingText.key(withoutLineEnd(output), origin))));
    } finally {
      RingText.wipe(output);
    }
  }

  private static byte[] withoutLineEnd(byte[] line) {
    int end = line.length;
    while (end > 0 && (line[end - 1] == '\n' || line[end - 1] == '\r')) {
      end--;
    }
    return Arrays.copyOf(line, end);
  }

  @Override
  public void create(KeyRing ring) {
    throw readOnly();
  }

  @Override
  public void replace(KeyRing ring) {
    throw readOnly();
  }

  @Override
  public void dropBefore(int version) {
    throw readOnly();
  }

  private KeyRingException readOnly() {
    return new KeyRingException(
        name + " is only asked for the key ring. Put the new one where it takes it from.");
  }
}
