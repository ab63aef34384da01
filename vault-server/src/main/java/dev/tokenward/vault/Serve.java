package dev.tokenward.vault;

import dev.tokenward.vault.config.VaultConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the vault until it is told to stop. */
@Command(
    name = "serve",
    description = "Run the vault until it is told to stop.",
    exitCodeList = {
      "0:It was told to stop.",
      "1:It could not start; the message says why.",
      "2:Wrong usage."
    })
final class Serve implements Callable<Integer> {

  private final Function<Path, VaultComponent> vaults;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigFile file = new ConfigFile();

  Serve(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  @Override
  public Integer call() throws InterruptedException {
    return run(vaults.apply(file.path()), file.path(), spec.commandLine().getErr());
  }

  /** Where clients and, with what is kept, people's browsers go. */
  static String served(VaultConfig config) {
    return config.publicUrl()
        + config.stateDir().map(kept -> ", its console " + config.console().url()).orElse("");
  }

  static int run(VaultComponent vault, Path file, PrintWriter err) throws InterruptedException {
    vault.config().warnings().forEach(each -> err.println(each.in(file)));
    RunningVault running = RunningVault.start(vault);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  running.close();
                  stopped.countDown();
                },
                "tokenward-stop"));
    // Standard output may be the audit's, so people are told on standard error.
    err.println("Tokenward serves " + served(vault.config()) + ". Stop it with Ctrl-C.");
    stopped.await();
    return 0;
  }
}
