package dev.tokenward.vault;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.config.Surroundings;
import dev.tokenward.vault.upstream.NameLookup;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Runs commands on the state directory of a folder, in this process and a time of its own. */
final class StateCommands {

  private final Path folder;
  private final TokenRuntime runtime;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  StateCommands(Path folder, TokenRuntime runtime) {
    this.folder = folder;
    this.runtime = runtime;
  }

  /** The exit code; the configuration is named behind {@code arguments}. */
  int run(String... arguments) {
    return Main.commandLine(file -> component(file, runtime))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            Stream.concat(
                    Stream.of(arguments),
                    Stream.of("--config", folder.resolve("tokenward.yaml").toString()))
                .toArray(String[]::new));
  }

  /** A vault of that configuration. */
  static VaultComponent component(Path file, TokenRuntime runtime) {
    Surroundings surroundings = Surroundings.system();
    return DaggerVaultComponent.factory()
        .create(file, surroundings, runtime, surroundings.random(), NameLookup.PLATFORM);
  }

  /** What was printed on standard output since this was asked last. */
  String out() {
    return taken(out);
  }

  /** The same of standard error. */
  String err() {
    return taken(err);
  }

  private static String taken(StringWriter text) {
    String all = text.toString();
    text.getBuffer().setLength(0);
    return all;
  }
}
