package dev.tokenward.vault;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets a vault that was restored work again. */
@Command(
    name = "resume",
    description = {
      "Let a vault that was restored work again; it may be running.",
      "",
      "What was revoked, rotated or frozen after the backup was made is not known to it: read the"
          + " list, and revoke again what has to be revoked."
    },
    exitCodeList = {
      "0:The vault works, or with --dry-run: this is what resume would do.",
      "1:It did not work; the message says why.",
      "2:Wrong usage."
    })
final class ResumeCommand implements Callable<Integer> {

  private final Function<Path, VaultComponent> vaults;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigFile file = new ConfigFile();

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  ResumeCommand(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  @Override
  public Integer call() {
    StoppedVault vault = vaults.apply(file.path()).stopped();
    int code =
        vault.beside(
            (store, ring) -> run(new Resume(store, vault.notes(store), vault.clock().instant())));
    NoteDelivery.settle(vaults.apply(file.path()));
    return code;
  }

  private int run(Resume resume) {
    PrintWriter err = spec.commandLine().getErr();
    if (!resume.needed()) {
      err.println("The vault was not restored, or was resumed already: there is nothing to do.");
      return 0;
    }
    resume.plan().forEach(err::println);
    if (!dryRun) {
      resume.run();
      err.println("Done: the vault works again.");
    }
    return 0;
  }
}
