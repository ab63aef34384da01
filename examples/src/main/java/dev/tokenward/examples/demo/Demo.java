package dev.tokenward.examples.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the demo: starts an emulator and a vault, and shows the main job step by step. */
public final class Demo {

  private static final String USAGE =
      """
      Usage: java -jar tokenward-demo.jar [--once]

      Starts an emulator of Azure DevOps and Entra ID on loopback, and a vault in a process of its
      own, and shows the main job step by step. Needs git. Then it stays up for trying by hand,
      until Ctrl-C.

        --once   end after the last step
        --help   say this

      Exit codes: 0, every step came out as promised; 1, one did not, and it is named; 2, wrong
      usage.
      """;

  private final Page page;
  private final PrintStream err;
  private final RunnableJar jar;

  Demo(PrintStream out, PrintStream err, RunnableJar jar) {
    this.page = new Page(out);
    this.err = err;
    this.jar = jar;
  }

  /** Takes {@code --once} or nothing. */
  public static void main(String[] args) throws IOException {
    Set<String> options = Set.of(args);
    if (options.contains("--help")) {
      System.out.print(USAGE);
    } else if (!Set.of("--once").containsAll(options)) {
      System.err.print(USAGE);
      System.exit(2);
    } else {
      // Jetty tells its comings and goings; the demo tells its own.
      Logger.getLogger("").setLevel(Level.WARNING);
      Demo demo = new Demo(System.out, System.err, RunnableJar.ofBuild());
      System.exit(demo.interruptible(options.contains("--once")));
    }
  }

  // At Ctrl-C the virtual machine waits here until everything is put away.
  private int interruptible(boolean once) throws IOException {
    CompletableFuture<Integer> end = new CompletableFuture<>();
    Thread demo = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  demo.interrupt();
                  end.join();
                },
                "demo-end"));
    try {
      return run(once);
    } catch (InterruptedException e) {
      return 0;
    } finally {
      end.complete(0);
    }
  }

  /** Runs to the end of the last step or, unless {@code once}, until it is interrupted. */
  int run(boolean once) throws IOException, InterruptedException {
    page.heading("Tokenward: apps ask for a token. The secret never leaves the vault.");
    try {
      Steps.named("Looking for git", Demo::requireGit);
      try (Stage stage = Steps.named("Starting the vault", () -> Stage.open(jar, List.of()))) {
        show(stage, once);
      }
      return 0;
    } catch (StepFailedException e) {
      err.println();
      err.println(e.getMessage());
      return 1;
    }
  }

  private static Run requireGit() throws IOException, InterruptedException {
    try {
      return Run.of(new ProcessBuilder("git", "--version")).expectSuccess();
    } catch (IOException e) {
      throw new IOException(
          "there is no git; install it (apt install git, brew install git) and try again", e);
    }
  }

  private void show(Stage stage, boolean once) throws StepFailedException, InterruptedException {
    page.entry("emulator", stage.upstream().organization() + "  Azure DevOps and Entra ID");
    page.entry("vault", stage.vault().url() + "  process " + stage.vault().handle().pid());
    page.entry("its folder", stage.folder().vault() + "  holds the PAT and the app's secret");
    page.entry("client", stage.client().folder() + "  where the lines below are run");
    new MainJob(page, stage).run();
    page.heading("Every step came out as promised.");
    if (!once) {
      ByHand.print(page, stage);
      new CountDownLatch(1).await();
    }
  }
}
