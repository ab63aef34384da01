package dev.tokenward.vault;

import picocli.CommandLine.Command;

/** Groups what works on audit files. */
@Command(
    name = "audit",
    description = "Work with audit files.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AuditVerify.class, AuditExportCommand.class})
final class Audit {}
