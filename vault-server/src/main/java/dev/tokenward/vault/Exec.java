package dev.tokenward.vault;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one process with a virtual PAT in its environment, and revokes it when that has ended. */
@Command(
    name = "exec",
    description = {
      "Run a command with a virtual PAT in its environment, and revoke it at its end.",
      "TOKENWARD_PROXY_URL tells it what to put before the upstream's path."
    },
    exitCodeList = {
      "0:The command ended with 0; other codes of it are passed on.",
      "1:It could not be started, or the vault refused; the message says why.",
      "2:Wrong usage."
    })
final class Exec implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private Session vault = new Session();
  @Mixin private VirtualPatOptions options = new VirtualPatOptions();

  @Option(
      names = "--env",
      paramLabel = "VAR",
      description = "The variable that holds it. Default: ${DEFAULT-VALUE}.",
      defaultValue = "TOKENWARD_PAT")
  private String variable = "TOKENWARD_PAT";

  @Parameters(index = "0", paramLabel = "NAME", description = "The credential.")
  private String credential = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "CMD",
      description = "After --, the command and its arguments.")
  private List<String> command = List.of();

  private @Nullable Process child;

  @Override
  public Integer call() throws InterruptedException {
    try (ApiClient api = vault.open();
        IssuedPat pat = IssuedPat.of(api, credential, options.body())) {
      Thread atEnd = new Thread(() -> end(pat), "tokenward-exec-end");
      Runtime.getRuntime().addShutdownHook(atEnd);
      try {
        return start(pat).waitFor();
      } finally {
        end(pat);
        keepNot(atEnd);
      }
    }
  }

  private synchronized Process start(IssuedPat pat) {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put(variable, pat.token());
    builder.environment().put("TOKENWARD_PROXY_URL", pat.proxyUrl());
    try {
      child = builder.start();
      return child;
    } catch (IOException e) {
      throw new CommandException("The command " + command.get(0) + " cannot be started.");
    }
  }

  /** Also when this process is told to stop: a child that lived on would have a dead token. */
  private synchronized void end(IssuedPat pat) {
    if (child != null) {
      child.destroy();
    }
    try {
      pat.close();
    } catch (CommandException e) {
      spec.commandLine().getErr().println(e.getMessage());
    }
  }

  private static void keepNot(Thread atEnd) {
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook has run or runs.
      return;
    }
  }
}
