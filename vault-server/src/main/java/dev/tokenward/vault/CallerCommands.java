package dev.tokenward.vault;

import static dev.tokenward.vault.ApiClient.path;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done with callers. */
@Command(
    name = "caller",
    description = "Make, show and remove callers and their secrets.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = CallerSecretCommands.class)
final class CallerCommands {

  static final String NOUN = "callers";

  @Command(name = "list", description = "List callers.")
  int list(@Mixin Session vault, @Mixin Screen screen) {
    return screen.table(
        NOUN, vault.all(NOUN), "name", "description", "secrets", "frozen", "problem");
  }

  @Command(name = "show", description = "Show a caller; of its secrets, their ids.")
  int show(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    return screen.record(vault.ask("GET", path(NOUN, name), null));
  }

  @Command(
      name = "add",
      description = "Make a caller, which can do nothing until a policy says so.")
  int add(
      @Mixin Session vault,
      @Mixin Screen screen,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
          @Nullable String description) {
    Body body = new Body().with("name", name).with("description", description);
    JsonNode made = vault.ask("POST", path(NOUN), body.members());
    return screen.done(
        made, "Made " + name + ". Give it a secret with: tokenward caller secret add " + name);
  }

  @Command(name = "remove", description = "Remove a caller and end what it was issued.")
  int remove(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    return screen.done(vault.ask("DELETE", path(NOUN, name), null), "Removed " + name + ".");
  }
}
