package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.config.Surroundings;
import dev.tokenward.vault.upstream.NameLookup;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Runs commands in this process against the configuration of a folder, and keeps what they say. */
final class Commands {

  private final Path config;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  Commands(Path folder) {
    this.config = folder.resolve("tokenward.yaml");
  }

  /** Runs a command that must work; what it printed. */
  String works(String... arguments) {
    assertThat(run(arguments)).as(err.toString()).isZero();
    return out.toString();
  }

  /** The JSON that a command prints. */
  JsonNode json(String... arguments) {
    return TestVault.json(
        works(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new)));
  }

  /** Runs a command that must end with that code; what it told. */
  String fails(int exit, String... arguments) {
    assertThat(run(arguments)).as(out + "\n" + err).isEqualTo(exit);
    return err.toString();
  }

  int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] all = new String[arguments.length + 2];
    int verb = verb(arguments);
    System.arraycopy(arguments, 0, all, 0, verb);
    all[verb] = "--config";
    all[verb + 1] = config.toString();
    System.arraycopy(arguments, verb, all, verb + 2, arguments.length - verb);
    return Main.commandLine(Commands::component)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  /** Where the words of the command end and its arguments begin. */
  private static int verb(String... arguments) {
    int nouns = arguments[0].matches("credential|kind|caller|policy|lease|admin|audit") ? 2 : 1;
    return arguments.length > 1 && arguments[1].equals("secret") ? 3 : nouns;
  }

  static VaultComponent component(Path file) {
    Surroundings surroundings = Surroundings.system();
    return DaggerVaultComponent.factory()
        .create(
            file, surroundings, TokenRuntime.system(), surroundings.random(), NameLookup.PLATFORM);
  }

  String printed() {
    return out.toString() + err;
  }
}
