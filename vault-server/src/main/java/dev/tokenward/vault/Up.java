package dev.tokenward.vault;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Begins a vault where there is none, and runs it. */
@Command(
    name = "up",
    description = "Do what init does where it is needed, and run the vault until it is stopped.",
    exitCodeList = {
      "0:It was told to stop.",
      "1:It could not start; the message says why.",
      "2:Wrong usage."
    })
final class Up implements Callable<Integer> {

  private final Function<Path, VaultComponent> vaults;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private ConfigFile file = new ConfigFile();

  Up(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    List<String> made = new ArrayList<>();
    VaultComponent vault = Init.begin(file.path(), vaults, made);
    if (!made.isEmpty()) {
      err.println("Made: " + String.join(", ", made) + ".");
      err.println("As this user, from another terminal: tokenward credential add --help");
    }
    return Serve.run(vault, file.path(), err);
  }
}
