package dev.tokenward.vault;

import picocli.CommandLine.Command;

/** Groups what works on the key ring. */
@Command(name = "key", description = "Work with the key ring.", synopsisSubcommandLabel = "COMMAND")
final class Key {}
