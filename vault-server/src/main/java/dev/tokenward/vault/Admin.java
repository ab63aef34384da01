package dev.tokenward.vault;

import picocli.CommandLine.Command;

/** Groups what is done with the vault's own administrator. */
@Command(
    name = "admin",
    description = "Get back into a vault.",
    synopsisSubcommandLabel = "COMMAND")
final class Admin {}
