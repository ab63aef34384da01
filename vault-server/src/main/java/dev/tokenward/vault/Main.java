package dev.tokenward.vault;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.config.ConfigException;
import dev.tokenward.vault.config.Logging;
import dev.tokenward.vault.config.Surroundings;
import dev.tokenward.vault.store.KeyRingException;
import dev.tokenward.vault.store.StoreException;
import dev.tokenward.vault.upstream.NameLookup;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command line. */
@Command(
    name = "tokenward",
    description = "Apps ask for a token. The secret never leaves the vault.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:It worked.", "1:It did not; the message says why.", "2:Wrong usage."})
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Logging.start();
    System.exit(commandLine(Main::vault).execute(args));
  }

  private static VaultComponent vault(Path configFile) {
    Surroundings surroundings = Surroundings.system();
    return DaggerVaultComponent.factory()
        .create(
            configFile,
            surroundings,
            TokenRuntime.system(),
            surroundings.random(),
            NameLookup.PLATFORM);
  }

  static CommandLine commandLine(Function<Path, VaultComponent> vaults) {
    CommandLine admin = new CommandLine(new Admin()).addSubcommand(new AdminReset(vaults));
    return new CommandLine(new Main())
        // An argument such as @file is one of the command that exec runs.
        .setExpandAtFiles(false)
        .addSubcommand(new Up(vaults))
        .addSubcommand(new Init(vaults))
        .addSubcommand(new Serve(vaults))
        .addSubcommand(new Apply(vaults))
        .addSubcommand(new CredentialCommands())
        .addSubcommand(new KindCommands())
        .addSubcommand(new CallerCommands())
        .addSubcommand(new PolicyCommands())
        .addSubcommand(new LeaseCommands())
        .addSubcommand(new Token())
        .addSubcommand(new VirtualPat())
        .addSubcommand(new Exec())
        .addSubcommand(new Freeze())
        .addSubcommand(new Unfreeze())
        .addSubcommand(new CheckConfig(vaults))
        .addSubcommand(new Healthcheck())
        .addSubcommand(new Audit())
        .addSubcommand(admin)
        .addSubcommand(new RekeyCommand(vaults))
        .addSubcommand(new CommandLine(new Key()).addSubcommand(new KeyExportCommand(vaults)))
        .addSubcommand(new BackupCommand(vaults))
        .addSubcommand(new RestoreCommand(vaults))
        .addSubcommand(new ResumeCommand(vaults))
        .addSubcommand(new DoctorCommand(vaults))
        .setExecutionExceptionHandler(Main::failed);
  }

  private static int failed(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    if (failure instanceof CommandException
        || failure instanceof ConfigException
        || failure instanceof StoreException
        || failure instanceof KeyRingException
        || failure instanceof UncheckedIOException) {
      command.getErr().println(failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }
}
