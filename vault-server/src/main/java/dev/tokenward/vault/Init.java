package dev.tokenward.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes what a kept vault begins with, and nothing that is there already. */
@Command(
    name = "init",
    description = {
      "Make what a vault begins with: configuration file, state directory, root key, administrator.",
      "What is there already stays as it is."
    })
final class Init implements Callable<Integer> {

  private static final String FIRST =
      """
      # What the vault keeps lies here, encrypted. What else may stand in this file, each with its
      # default, is in what tokenward check-config --schema prints.
      stateDir: state
      """;

  private final Function<Path, VaultComponent> vaults;

  @Mixin private ConfigFile file = new ConfigFile();
  @Mixin private Screen screen = new Screen();

  Init(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  @Override
  public Integer call() {
    List<String> made = new ArrayList<>();
    VaultComponent vault = begin(file.path(), vaults, made);
    vault.audit().close();
    vault.store().close();
    return screen.made(made, file.path() + " and its state directory are ready: tokenward up");
  }

  /** A vault that has what it begins with; {@code made} gets what it did not have before. */
  static VaultComponent begin(Path file, Function<Path, VaultComponent> vaults, List<String> made) {
    if (Files.notExists(file)) {
      write(file);
      made.add("configuration");
    }
    VaultComponent vault = vaults.apply(file);
    requireStateDir(vault, file);
    Bootstrap bootstrap = new Bootstrap(vault.config(), vault.random());
    if (bootstrap.makeKey()) {
      made.add("root key");
    }
    if (bootstrap.makeAdmin(vault.store())) {
      made.add("administrator");
    }
    return vault;
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, FIRST);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be made. Name another.", e);
    }
  }

  private static void requireStateDir(VaultComponent vault, Path file) {
    if (vault.config().stateDir().isEmpty()) {
      throw new CommandException(
          file
              + " has no stateDir, so there is nothing to make: its vault keeps nothing. Add"
              + " stateDir: state, or run tokenward serve.");
    }
  }
}
