package dev.tokenward.vault;

import dev.tokenward.vault.store.Restore.Restored;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts a backup where the store is to be. */
@Command(
    name = "restore",
    description = {
      "Restore a backup into a state directory without a store. Stop the vault first.",
      "",
      "The root keys that the backup was made under must be in place. Every record is opened before"
          + " anything changes. A restored vault is quiet: it shows what it keeps, until resume."
    },
    exitCodeList = {
      "0:It is restored; the vault is quiet until tokenward resume.",
      "1:It did not work; the message says why.",
      "2:Wrong usage."
    })
final class RestoreCommand implements Callable<Integer> {

  private final Function<Path, VaultComponent> vaults;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigFile file = new ConfigFile();

  @Option(names = "--from", paramLabel = "FILE", required = true, description = "The backup.")
  private Path from = Path.of("");

  @Option(names = "--replace", description = "Move the store that is there aside.")
  private boolean replace;

  RestoreCommand(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  @Override
  public Integer call() {
    Restored restored = vaults.apply(file.path()).stopped().restore(from).from(from, replace);
    NoteDelivery.settle(vaults.apply(file.path()));
    PrintWriter err = spec.commandLine().getErr();
    restored.aside().ifPresent(aside -> err.println("What was there lies in " + aside));
    err.println(
        restored.records()
            + " records are restored. The vault serves and lists, and gives and changes nothing,"
            + " until: tokenward resume");
    return 0;
  }
}
