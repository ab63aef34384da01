package dev.tokenward.vault;

import static dev.tokenward.vault.ApiClient.path;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done with policies. */
@Command(
    name = "policy",
    description = "Say which callers may do what with which credentials.",
    synopsisSubcommandLabel = "COMMAND")
final class PolicyCommands {

  private static final String NOUN = "policies";

  @Command(name = "list", description = "List policies.")
  int list(@Mixin Session vault, @Mixin Screen screen) {
    return screen.table(
        NOUN, vault.all(NOUN), "name", "callers", "credentials", "permissions", "problem");
  }

  @Command(name = "show", description = "Show a policy.")
  int show(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    return screen.record(vault.ask("GET", path(NOUN, name), null));
  }

  @Command(name = "set", description = "Make a policy, or write one anew.")
  int set(
      @Mixin Session vault,
      @Mixin Screen screen,
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--caller",
              paramLabel = "NAME",
              split = ",",
              required = true,
              description = "Who may.")
          List<String> callers,
      @Option(
              names = "--credential",
              paramLabel = "NAME",
              split = ",",
              description = "With what; * for all.")
          @Nullable List<String> credentials,
      @Option(
              names = "--permission",
              paramLabel = "NAME",
              split = ",",
              required = true,
              description = "Such as token, proxy, virtual-pat.")
          List<String> permissions,
      @Option(
              names = "--max-ttl",
              paramLabel = "DURATION",
              description = "The longest life of what is issued, such as PT8H.")
          @Nullable String maxTtl,
      @Mixin NarrowOptions narrow) {
    Body body =
        new Body()
            .with("callers", callers)
            .with("credentials", credentials)
            .with("permissions", permissions)
            .with("maxTtl", maxTtl)
            .with("allow", narrow.allow());
    return screen.done(
        vault.ask("PUT", path(NOUN, name), body.members()), "Wrote the policy " + name + ".");
  }

  @Command(name = "remove", description = "Remove a policy.")
  int remove(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    return screen.done(vault.ask("DELETE", path(NOUN, name), null), "Removed " + name + ".");
  }
}
