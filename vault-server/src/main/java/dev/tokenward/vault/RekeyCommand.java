package dev.tokenward.vault;

import dev.tokenward.vault.store.Rekey;
import dev.tokenward.vault.store.Rekey.Outcome;
import dev.tokenward.vault.store.Rekey.Progress;
import dev.tokenward.vault.store.Store;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Gives a vault that does not run a new root key, and brings every record under it. */
@Command(
    name = "rekey",
    description = {
      "Make a new root key and bring every record under it. Stop the vault first.",
      "",
      "It may be stopped at any point: run it again, and it goes on. The older root keys stay in the"
          + " key ring, because backups need them, until --drop-old."
    },
    exitCodeList = {
      "0:Every record is under the newest root key alone.",
      "1:It is not done, or records are damaged: the message says why, or names them. The root keys"
          + " that these are under stay in the ring.",
      "2:Wrong usage."
    })
final class RekeyCommand implements Callable<Integer> {

  private static final int EVERY = 1_000;

  private final Function<Path, VaultComponent> vaults;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigFile file = new ConfigFile();

  @Option(
      names = "--drop-old",
      description =
          "Make no new key, but take the older ones out of the ring, once every record was opened"
              + " with the newest alone. What was backed up under them opens no more.")
  private boolean dropOld;

  RekeyCommand(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  @Override
  public Integer call() {
    StoppedVault vault = vaults.apply(file.path()).stopped();
    int code =
        vault.rekey(
            (store, rekey) -> dropOld ? drop(vault, store, rekey) : reseal(vault, store, rekey));
    NoteDelivery.settle(vaults.apply(file.path()));
    return code;
  }

  private int drop(StoppedVault vault, Store store, Rekey rekey) {
    vault.note(store, "rekey.drop-old", "begun");
    rekey.dropOld();
    err().println("The older root keys are dropped: every record opened with the newest alone.");
    return 0;
  }

  private int reseal(StoppedVault vault, Store store, Rekey rekey) {
    vault.note(store, "rekey", "begun");
    Outcome outcome = rekey.run(this::show);
    String done = outcome.resealed() + " records are under root key version " + outcome.version();
    vault.note(store, "rekey", done + "; damaged: " + outcome.damaged().size());
    err().println(done);
    outcome
        .damaged()
        .forEach(each -> err().println("Damaged, and left as it is: " + each + ". See doctor."));
    if (outcome.damaged().isEmpty()) {
      err().println("Export the key ring now: tokenward key export --help");
    }
    return outcome.damaged().isEmpty() ? 0 : 1;
  }

  private void show(Progress progress) {
    if (progress.resealed() % EVERY == 0 || progress.resealed() == progress.left()) {
      err().println("rekey: " + progress.resealed() + " of " + progress.left());
    }
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
