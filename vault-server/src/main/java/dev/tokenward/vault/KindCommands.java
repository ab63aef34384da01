package dev.tokenward.vault;

import static dev.tokenward.vault.ApiClient.path;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which kinds of credential there are, and what each takes. */
@Command(
    name = "kind",
    description = "Show which kinds of credential there are, and the fields of each.",
    synopsisSubcommandLabel = "COMMAND")
final class KindCommands {

  private static final String NOUN = "kinds";

  @Command(name = "list", description = "List the kinds of credential.")
  int list(@Mixin Session vault, @Mixin Screen screen) {
    return screen.table(NOUN, kinds(vault), "kind", "label", "summary");
  }

  @Command(
      name = "show",
      description = "Show a kind: its fields, which are required, and what may stand in them.")
  int show(
      @Mixin Session vault, @Mixin Screen screen, @Parameters(paramLabel = "NAME") String name) {
    List<JsonNode> kinds = kinds(vault);
    JsonNode kind =
        kinds.stream()
            .filter(each -> each.path("kind").asText().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(name, kinds));
    return screen.done(kind, text(kind));
  }

  private static List<JsonNode> kinds(Session vault) {
    return all(vault.ask("GET", path(NOUN), null).path(NOUN));
  }

  private static CommandException unknown(String name, List<JsonNode> kinds) {
    return new CommandException(
        "There is no kind "
            + name
            + ". Take one of "
            + kinds.stream()
                .map(each -> each.path("kind").asText())
                .collect(Collectors.joining(", "))
            + ".");
  }

  private static String text(JsonNode kind) {
    return """
        %1$s: %2$s
        %3$s
        Give fields by --field NAME=VALUE, secrets by --secret NAME=@FILE.

        %4$s"""
        .formatted(
            kind.path("kind").asText(),
            kind.path("label").asText(),
            kind.path("summary").asText(),
            all(kind.path("fields")).stream()
                .map(KindCommands::field)
                .collect(Collectors.joining("\n")));
  }

  private static String field(JsonNode field) {
    String choices =
        all(field.path("choices")).stream().map(JsonNode::asText).collect(Collectors.joining(", "));
    return "%s (%s; %s, %s)\n    %s%s%s"
        .formatted(
            field.path("name").asText(),
            field.path("label").asText(),
            field.path("type").asText(),
            field.path("required").asBoolean() ? "required" : "optional",
            field.path("help").asText(),
            choices.isEmpty() ? "" : "\n    One of " + choices + ".",
            field.path("ambient").asBoolean()
                ? "\n    Takes a name that the vault's configuration declares under ambient."
                : "");
  }

  private static List<JsonNode> all(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
