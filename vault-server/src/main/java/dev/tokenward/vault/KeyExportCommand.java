package dev.tokenward.vault;

import dev.tokenward.core.Secret;
import dev.tokenward.vault.store.KeyExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a copy of the key ring under a passphrase. */
@Command(
    name = "export",
    description = {
      "Write the key ring into a file under a passphrase, to be kept away from the vault.",
      "",
      "Without the key ring nothing that the vault keeps can be opened, and no backup holds it."
    },
    exitCodeList = {
      "0:The file is written, and opened with the passphrase.",
      "1:It did not work; the message says why.",
      "2:Wrong usage."
    })
final class KeyExportCommand implements Callable<Integer> {

  private static final int SHORTEST = 12;

  private final Function<Path, VaultComponent> vaults;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigFile file = new ConfigFile();

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "A new file.")
  private Path out = Path.of("");

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      required = true,
      description = "A file whose first line is the passphrase: at least 12 characters.")
  private Path passphraseFile = Path.of("");

  KeyExportCommand(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  @Override
  public Integer call() throws IOException {
    Secret passphrase = passphrase();
    StoppedVault vault = vaults.apply(file.path()).stopped();
    int newest =
        vault.beside(
            (store, ring) -> {
              vault.note(store, "key.export", "into " + out.getFileName());
              new KeyExport(store).write(ring.get(), passphrase, out, vault.random());
              return ring.get().newest();
            });
    NoteDelivery.settle(vaults.apply(file.path()));
    spec.commandLine()
        .getErr()
        .println(
            out
                + " holds the root keys up to version "
                + newest
                + ". Keep it elsewhere, apart from"
                + " its passphrase and from the backups.");
    return 0;
  }

  private Secret passphrase() throws IOException {
    if (!Files.isRegularFile(passphraseFile)) {
      throw new ParameterException(
          spec.commandLine(), "There is no file " + passphraseFile + " with a passphrase.");
    }
    String line = Files.readString(passphraseFile).lines().findFirst().orElse("");
    if (line.length() < SHORTEST) {
      throw new ParameterException(
          spec.commandLine(),
          "The passphrase in " + passphraseFile + " has less than " + SHORTEST + " characters.");
    }
    return Secret.of(line);
  }
}
