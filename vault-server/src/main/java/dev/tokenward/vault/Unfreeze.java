package dev.tokenward.vault;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The way back from the emergency switch. */
@Command(name = "unfreeze", description = "Let a frozen vault go on; or one credential or caller.")
final class Unfreeze implements Callable<Integer> {

  @Mixin private Session vault = new Session();
  @Mixin private Screen screen = new Screen();
  @Mixin private Subject subject = new Subject();

  @Override
  public Integer call() {
    return screen.done(
        vault.ask("POST", subject.path("unfreeze"), null), subject.name() + " goes on.");
  }
}
