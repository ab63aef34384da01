package dev.tokenward.vault;

import static dev.tokenward.vault.ApiClient.path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done with the secrets of callers. */
@Command(
    name = "secret",
    description = "Give a caller a secret, or end one.",
    synopsisSubcommandLabel = "COMMAND")
final class CallerSecretCommands {

  private static final String SECRET = "client_secret";

  @Command(
      name = "add",
      description = {
        "Give a caller another secret; two are valid at once, so that one can replace the other.",
        "It is shown this once, as the line client_id:client_secret that --secret-file takes."
      })
  int add(
      @Mixin Session vault,
      @Mixin Screen screen,
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description = "Write it to a new file that only you may read, and show it nowhere.")
          @Nullable Path out) {
    return out == null ? shown(vault, screen, name) : written(vault, screen, name, out);
  }

  private static int shown(Session vault, Screen screen, String name) {
    JsonNode made = make(vault, name);
    return screen.done(made, made.path("client_id").asText() + ":" + made.path(SECRET).asText());
  }

  private static int written(Session vault, Screen screen, String name, Path out) {
    try (SecretFile file = SecretFile.create(out)) {
      ObjectNode made = (ObjectNode) make(vault, name);
      file.write(made.path("client_id").asText(), made.remove(SECRET).asText());
      return screen.done(
          made.put("file", out.toString()), "Wrote a secret of " + name + " to " + out);
    }
  }

  private static JsonNode make(Session vault, String name) {
    return vault.ask("POST", path(CallerCommands.NOUN, name, "secrets"), null);
  }

  @Command(name = "remove", description = "End a secret of a caller, at once.")
  int remove(
      @Mixin Session vault,
      @Mixin Screen screen,
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "ID", description = "As caller show tells it.") String id) {
    return screen.done(
        vault.ask("DELETE", path(CallerCommands.NOUN, name, "secrets", id), null),
        "Ended a secret of " + name + ".");
  }
}
