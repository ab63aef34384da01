package dev.tokenward.vault;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code tokenward up} in a process of its own, as a user starts it. */
final class ChildVault implements AutoCloseable {

  private final Process process;
  private final List<String> said = new ArrayList<>();

  private ChildVault(Process process) {
    this.process = process;
  }

  /** Starts it, and returns when it serves. */
  static ChildVault up(Path config) throws IOException {
    return up(config, Map.of());
  }

  /** Starts it with variables of its own beside those of this process. */
  static ChildVault up(Path config, Map<String, String> variables) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
                java(
                    config.toAbsolutePath().resolveSibling(""),
                    List.of("up", "--config", config.toString())))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    command.environment().putAll(variables);
    Process process = command.start();
    ChildVault vault = new ChildVault(process);
    BufferedReader err = process.errorReader();
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      vault.said.add(line);
      if (line.startsWith("Tokenward serves ")) {
        return vault;
      }
    }
    throw new AssertionError("The vault does not start: " + vault.said);
  }

  /**
   * The command line that runs the product with these arguments. What it unpacks goes to {@code
   * folder}: one that is killed leaves it there.
   */
  static List<String> java(Path folder, List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-XX:TieredStopAtLevel=1"); // It lives for seconds.
    line.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(Main.class.getName());
    line.addAll(arguments);
    return line;
  }

  /** What it said until it served. */
  List<String> said() {
    return said;
  }

  /** Ends it as {@code kill -9} does, and returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
