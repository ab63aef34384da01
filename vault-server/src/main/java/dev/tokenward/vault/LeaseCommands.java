package dev.tokenward.vault;

import static dev.tokenward.vault.ApiClient.path;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done with what was issued. */
@Command(
    name = "lease",
    description = "List what was issued and still lives, and end it.",
    synopsisSubcommandLabel = "COMMAND")
final class LeaseCommands {

  private static final String NOUN = "leases";

  @Command(name = "list", description = "List living leases.")
  int list(@Mixin Session vault, @Mixin Screen screen, @Mixin Subject of) {
    String query = of.query().replaceFirst("&", "?");
    List<JsonNode> found = new ArrayList<>();
    vault.ask("GET", path(NOUN) + query, null).path(NOUN).forEach(found::add);
    return screen.table(NOUN, found, "lease_id", "type", "caller", "credential", "expires_at");
  }

  @Command(
      name = "revoke",
      description = "End a lease at once, or all leases of a credential or a caller.")
  int revoke(
      @Mixin Session vault,
      @Mixin Screen screen,
      @Parameters(paramLabel = "ID", arity = "0..1") @Nullable String id,
      @Mixin Subject of,
      @Option(names = "--dry-run", description = "Only list what would end.") boolean dryRun) {
    if (id == null) {
      return revokeAll(vault, screen, of, dryRun);
    }
    JsonNode ended = vault.ask("DELETE", path(NOUN, id), null);
    String until = ended.path("upstream_valid_until").asText("");
    return screen.done(
        ended, "Ended " + id + (until.isEmpty() ? "." : "; upstream it is good until " + until));
  }

  private static int revokeAll(Session vault, Screen screen, Subject of, boolean dryRun) {
    String path = path(NOUN) + "?dryRun=" + dryRun + of.query();
    JsonNode answer = vault.ask("DELETE", path, null);
    return screen.done(
        answer, (dryRun ? "Would end " : "Ended ") + answer.path("revoked").size() + " leases.");
  }
}
