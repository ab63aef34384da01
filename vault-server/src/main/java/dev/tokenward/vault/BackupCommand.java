package dev.tokenward.vault;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies what the vault keeps into one file. */
@Command(
    name = "backup",
    description = {
      "Write all that the vault keeps into one file; the vault may be running.",
      "",
      "The file is restored into a place beside it and every record is opened, before this says that"
          + " it worked. It never holds the key ring: see tokenward key export."
    },
    exitCodeList = {
      "0:The backup is written and proven.",
      "1:It did not work; the message says why.",
      "2:Wrong usage."
    })
final class BackupCommand implements Callable<Integer> {

  private final Function<Path, VaultComponent> vaults;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigFile file = new ConfigFile();

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "A new file.")
  private Path out = Path.of("");

  BackupCommand(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  @Override
  public Integer call() {
    StoppedVault vault = vaults.apply(file.path()).stopped();
    long records =
        vault.beside(
            (store, ring) -> {
              requireCurrent(vault.older(store));
              vault.note(store, "backup", "into " + out.getFileName());
              return vault.backup(ring).make(store, out);
            });
    NoteDelivery.settle(vaults.apply(file.path()));
    spec.commandLine().getErr().println(out + " holds " + records + " records; each was opened.");
    return 0;
  }

  /** A restore would take them for what is to be. */
  private void requireCurrent(List<String> older) {
    if (!older.isEmpty()) {
      throw new CommandException(
          "There is no backup "
              + out
              + ": these records are older copies, as tokenward doctor says: "
              + String.join(", ", older));
    }
  }
}
