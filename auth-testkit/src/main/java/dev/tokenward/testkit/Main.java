package dev.tokenward.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs an emulator for trying by hand, until it is interrupted. */
public final class Main {

  private static final String USAGE =
      """
      Usage: java -cp tokenward-demo.jar dev.tokenward.testkit.Main DIRECTORY

      Starts an emulator of Entra ID and Azure DevOps on a free port of 127.0.0.1, with an
      organization, a project, a git repository, an app, a person and a PAT. Writes the
      certificate to trust, the generated secrets and the configuration of a vault before it to
      files in DIRECTORY, and prints how to use them. The jar is that of the demo.
      """;

  private Main() {}

  /** Starts with one argument, the directory; {@code --help} explains. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 1 || args[0].startsWith("-")) {
      System.out.print(USAGE);
      System.exit(args.length == 1 && args[0].equals("--help") ? 0 : 2);
    }
    Emulator emulator = Emulator.start();
    Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "emulator-close"));
    System.out.print(Workbench.create(emulator, Path.of(args[0])).instructions());
    new CountDownLatch(1).await();
  }
}
