package dev.tokenward.vault;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The emergency switch. */
@Command(
    name = "freeze",
    description = "Stop everything that the vault gives, at once; or one credential or caller.")
final class Freeze implements Callable<Integer> {

  @Mixin private Session vault = new Session();
  @Mixin private Screen screen = new Screen();
  @Mixin private Subject subject = new Subject();

  @Override
  public Integer call() {
    return screen.done(
        vault.ask("POST", subject.path("freeze"), null), subject.name() + " is frozen.");
  }
}
