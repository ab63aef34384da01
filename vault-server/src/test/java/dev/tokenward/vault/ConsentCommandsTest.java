package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consents from the command line: the link is printed, and the command waits. */
class ConsentCommandsTest {

  private static final Pattern LINK = Pattern.compile("http://\\S+/connect/\\S+");

  @TempDir private Path folder;

  @Test
  void authorize_waitsForThePerson_andDeauthorizeTakesItBack() throws Exception {
    try (Delegated it = new Delegated(folder)) {
      assertThat(authorize(it, Delegated.ADA, 0))
          .contains("redirect URI: " + it.redirect())
          .contains("boards now acts as " + Delegated.ADA);
      Commands commands = new Commands(folder);
      assertThat(commands.works("credential", "list")).contains("authorized");
      assertThat(commands.works("credential", "show", "boards"))
          .contains("authorization", Delegated.ADA, it.redirect());
      assertThat(commands.works("credential", "deauthorize", "boards"))
          .contains("not authorized any more", it.app.clientId());
      assertThat(commands.works("credential", "list")).contains("not-authorized");
    }
  }

  @Test
  void authorize_ofAnotherAccount_saysHowToConfirm() throws Exception {
    try (Delegated it = new Delegated(folder)) {
      assertThat(authorize(it, Delegated.BEN, 1))
          .contains("tokenward credential confirm boards", Delegated.BEN);
      assertThat(new Commands(folder).works("credential", "confirm", "boards"))
          .contains("now acts as " + Delegated.BEN);
    }
  }

  /** Runs the command while somebody opens the link that it prints. */
  private String authorize(Delegated it, String user, int exit) throws Exception {
    Commands commands = new Commands(folder);
    CompletableFuture<Integer> run =
        CompletableFuture.supplyAsync(() -> commands.run("credential", "authorize", "boards"));
    URI link = null;
    while (link == null) {
      assertThat(run).isNotDone();
      Matcher printed = LINK.matcher(commands.printed());
      link = printed.find() ? URI.create(printed.group()) : null;
    }
    Person person = new Person();
    person.open(it.emulator.browser().approve(person.proceed(person.open(link)), user));
    assertThat(run.get(1, TimeUnit.MINUTES)).as(commands.printed()).isEqualTo(exit);
    return commands.printed();
  }
}
