package dev.tokenward.vault;

import static dev.tokenward.vault.ApiClient.path;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Groups what works on the audit. */
@Command(
    name = "audit",
    description = "Read the audit, verify its chain, copy a part of it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AuditVerify.class, AuditExportCommand.class})
final class Audit {

  private static final String RECORDS = "records";

  @Command(name = "list", description = "Show the newest records of a running vault.")
  int list(
      @Mixin Session vault,
      @Mixin Screen screen,
      @Mixin Subject of,
      @Option(
              names = "--limit",
              paramLabel = "N",
              description = "How many at most, 1 to 200; default: ${DEFAULT-VALUE}.",
              defaultValue = "50")
          int limit) {
    List<JsonNode> found = new ArrayList<>();
    String query = "?limit=" + limit + of.query();
    vault.ask("GET", path("audit") + query, null).path(RECORDS).forEach(found::add);
    return screen.table(
        RECORDS,
        found,
        "seq",
        "at",
        "action",
        "outcome",
        "caller",
        "credential",
        "statement",
        "detail");
  }
}
