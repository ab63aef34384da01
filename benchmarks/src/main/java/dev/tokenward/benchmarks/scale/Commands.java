package dev.tokenward.benchmarks.scale;

import dev.tokenward.vault.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the product's command line in processes of its own. */
final class Commands {

  private Commands() {}

  /** Runs a command to its end. */
  static void run(String... arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line(List.of(), List.of(arguments)))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("tokenward " + String.join(" ", arguments) + " failed");
    }
  }

  /** The line that runs the product on this Java. */
  static List<String> line(List<String> options, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(tool("java"));
    line.addAll(options);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(arguments);
    return line;
  }

  /** A program of this JDK. */
  static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }
}
