package dev.tokenward.vault;

import static dev.tokenward.vault.ApiClient.path;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done with credentials. */
@Command(
    name = "credential",
    description = "Make, show, change, authorize, test, rotate, freeze and remove credentials.",
    synopsisSubcommandLabel = "COMMAND")
final class CredentialCommands {

  private static final String NOUN = "credentials";

  @Command(name = "list", description = "List the credentials that you may know of.")
  int list(@Mixin Session vault, @Mixin Screen screen) {
    return screen.table(
        NOUN,
        vault.all(NOUN),
        "name",
        "kind",
        "status",
        "organizations",
        "last_used_at",
        "problem");
  }

  @Command(name = "show", description = "Show a credential; nobody is shown its secrets.")
  int show(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    return screen.record(vault.ask("GET", path(NOUN, name), null));
  }

  @Command(name = "add", description = "Make a credential.")
  int add(
      @Mixin Session vault,
      @Mixin Screen screen,
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--kind",
              paramLabel = "KIND",
              required = true,
              description = "One of those that tokenward kind list shows.")
          String kind,
      @Mixin CredentialOptions options) {
    Body body = options.body().with("name", name).with("kind", kind);
    JsonNode made = vault.ask("POST", path(NOUN), body.members());
    return screen.done(made, "Made " + name + ". " + next(made) + name);
  }

  /** Where a person has to consent first, there is nothing to try yet. */
  private static String next(JsonNode made) {
    return made.has("authorization")
        ? "Have a person consent: tokenward credential authorize "
        : "Try it with: tokenward credential test ";
  }

  @Command(name = "set", description = "Change what is given of a credential.")
  int set(
      @Mixin Session vault,
      @Mixin Screen screen,
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--kind",
              paramLabel = "KIND",
              description = "Another kind, with all its fields and secrets.")
          @Nullable String kind,
      @Mixin CredentialOptions options) {
    Body body = options.body().with("kind", kind);
    JsonNode changed = vault.ask("PATCH", path(NOUN, name), body.members());
    return screen.done(changed, "Changed " + name + ".");
  }

  @Command(name = "remove", description = "Remove a credential and end what was issued of it.")
  int remove(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    JsonNode removed = vault.ask("DELETE", path(NOUN, name), null);
    String remains = removed.path("remains").asText();
    return screen.done(removed, ("Removed " + name + ". " + remains).strip());
  }

  @Command(name = "test", description = "Try a credential upstream, as it stands.")
  int test(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    JsonNode report = vault.ask("POST", path(NOUN, name, "test"), null);
    screen.record(report);
    return report.path("ok").asBoolean() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  @Command(
      name = "rotate",
      description = {
        "Replace the secrets by new ones, once these are proven to be of the same identity.",
        "The old ones serve until then, and stay if the new ones do not work."
      },
      exitCodeList = {
        "0:The new secrets are in use.",
        "1:The old ones are, or the vault refused; the message says why.",
        "2:Wrong usage."
      })
  int rotate(
      @Mixin Session vault,
      @Mixin Screen screen,
      @Parameters(paramLabel = "NAME") String name,
      @Mixin SecretOptions secrets,
      @Option(
              names = "--expires",
              paramLabel = "INSTANT",
              description = "When the new secrets end, such as 2027-01-31T00:00:00Z.")
          @Nullable String expires) {
    JsonNode end =
        vault.follow(
            path(NOUN, name, "rotate"),
            new Body().with("secrets", secrets.read()).with("expires_at", expires).members(),
            state -> state.has("again"),
            state -> screen.aside("rotate: " + state.path("stage").asText()));
    boolean rotated = end.path("stage").asText().equals("rotated");
    String kept = name + " keeps its old secrets: " + end.path("problem").asText() + ".";
    screen.done(end, rotated ? name + " uses the new secrets." : kept);
    return rotated ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  @Command(
      name = "authorize",
      description = {
        "Have a person consent: print the link for their browser, and wait for what comes of it.",
        "Deauthorize takes it back."
      },
      exitCodeList = {
        "0:The credential is authorized.",
        "1:It is not; the message says what to do.",
        "2:Wrong usage.",
        "3:Another account than the field account consented: tokenward credential confirm NAME."
      })
  int authorize(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    ConsentProgress progress = new ConsentProgress(screen, name);
    JsonNode end =
        vault.follow(path(NOUN, name, "authorize"), null, ConsentProgress::goesOn, progress::tell);
    screen.done(end, progress.outcome(end));
    return ConsentProgress.exit(end);
  }

  @Command(
      name = "confirm",
      description = "Let the account be used that consented, though another one was expected.")
  int confirm(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    JsonNode end = vault.ask("POST", path(NOUN, name, "authorize", "confirm"), null);
    return screen.done(end, new ConsentProgress(screen, name).outcome(end));
  }

  @Command(
      name = "deauthorize",
      description = "Delete what a person consented to; no program gets a token of it any more.")
  int deauthorize(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    JsonNode ended = vault.ask("POST", path(NOUN, name, "deauthorize"), null);
    String all =
        String.join(
            " ",
            name + " is not authorized any more.",
            ended.path("remains").asText(),
            ended.path("note").asText());
    return screen.done(ended, all.replace("  ", " "));
  }

  @Command(name = "freeze", description = "Stop all that is issued of a credential, at once.")
  int freeze(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    return screen.done(vault.ask("POST", path(NOUN, name, "freeze"), null), name + " is frozen.");
  }

  @Command(name = "unfreeze", description = "Let a frozen credential go on.")
  int unfreeze(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    return screen.done(vault.ask("POST", path(NOUN, name, "unfreeze"), null), name + " goes on.");
  }
}
