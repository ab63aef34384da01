package dev.tokenward.vault;

import dev.tokenward.vault.store.Rekey;
import dev.tokenward.vault.store.Rekey.Outcome;
import dev.tokenward.vault.store.Rekey.Progress;
import dev.tokenward.vault.store.Store;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives a vault, running or not, a new root key, and brings every record under it. */
@Command(
    name = "rekey",
    description = {
      "Make a new root key and bring every record under it, while the vault runs or not.",
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

  @Mixin private final Session session = new Session();
  @Mixin private final Screen screen = new Screen();

  @Option(
      names = "--drop-old",
      description =
          "Make no new key, but take the older ones out of the ring, once every record was opened"
              + " with the newest alone. Stop the vault first. What was backed up under them opens"
              + " no more.")
  private boolean dropOld;

  private long shown;

  RekeyCommand(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  @Override
  public Integer call() {
    Optional<StoppedVault> here = session.here().map(file -> vaults.apply(file).stopped());
    if (dropOld) {
      return dropOld(here.orElseThrow(RekeyCommand::notHere));
    }
    Outcome outcome =
        here.filter(vault -> !vault.running())
            .map(this::reseal)
            .orElseGet(() -> new RunningRekey(session).run(this::show));
    return told(outcome);
  }

  private static CommandException notHere() {
    return new CommandException(
        "--drop-old works on a vault that is stopped, on its own machine: leave out --url.");
  }

  private int dropOld(StoppedVault vault) {
    vault.rekey(
        (store, rekey) -> {
          vault.note(store, "rekey.drop-old", "begun");
          rekey.dropOld();
          return rekey;
        });
    settle();
    screen.aside("The older root keys are dropped: every record opened with the newest alone.");
    return 0;
  }

  private void settle() {
    session.here().map(vaults).ifPresent(NoteDelivery::settle);
  }

  private Outcome reseal(StoppedVault vault) {
    Outcome outcome = vault.rekey((store, rekey) -> reseal(vault, store, rekey));
    settle();
    return outcome;
  }

  private Outcome reseal(StoppedVault vault, Store store, Rekey rekey) {
    vault.note(store, "rekey", "begun");
    rekey.begin();
    Outcome outcome = rekey.run(this::show);
    vault.note(
        store,
        "rekey",
        "%d records under root key version %d; damaged: %d"
            .formatted(outcome.resealed(), outcome.version(), outcome.damaged().size()));
    return outcome;
  }

  private void show(Progress progress) {
    if (progress.resealed() / EVERY > shown / EVERY || progress.resealed() == progress.total()) {
      screen.aside("rekey: " + progress.resealed() + " of " + progress.total());
    }
    shown = progress.resealed();
  }

  private int told(Outcome outcome) {
    screen.done(
        outcome,
        outcome.resealed() + " records were brought under root key version " + outcome.version());
    outcome
        .damaged()
        .forEach(
            each -> screen.aside("Damaged, and left as it is: " + each + ". Run tokenward doctor"));
    if (outcome.damaged().isEmpty()) {
      screen.aside("Export the key ring now: tokenward key export --help");
    }
    return outcome.damaged().isEmpty() ? 0 : 1;
  }
}
