package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
      assertThat(authorize(it, Delegated.BEN, ConsentProgress.TO_CONFIRM))
          .contains("tokenward credential confirm boards", Delegated.BEN)
          .contains("until " + it.clock.instant().plus(Duration.ofMinutes(10)));
      assertThat(new Commands(folder).works("credential", "confirm", "boards"))
          .contains("now acts as " + Delegated.BEN);
    }
  }

  @Test
  void add_ofAKindThatNeedsConsent_saysWhoHasToDoWhatNext() throws Exception {
    try (Delegated it = new Delegated(folder)) {
      Path secret = Files.writeString(folder.resolve("secret"), it.app.clientSecret());
      Commands commands = new Commands(folder);
      assertThat(
              commands.works(
                  "credential",
                  "add",
                  "desk",
                  "--kind",
                  "oauth",
                  "--field",
                  "preset=entra",
                  "--field",
                  "tenant=" + it.emulator.authority("contoso.example"),
                  "--field",
                  "clientId=" + it.app.clientId(),
                  "--secret",
                  "clientSecret=@" + secret))
          .contains("Made desk.", "tokenward credential authorize desk")
          .doesNotContain("credential test");
      assertThat(commands.works("credential", "show", "desk"))
          .contains("tokenward credential authorize desk")
          .doesNotContain("/v1/");
      assertThat(commands.works("credential", "show", "desk", "--json"))
          .contains("POST /v1/credentials/desk/authorize");
    }
  }

  @Test
  void add_withAWrongField_namesItAndWhatThereIs() throws Exception {
    try (Delegated it = new Delegated(folder)) {
      Commands commands = new Commands(folder);
      assertThat(commands.fails(1, "credential", "add", "desk", "--kind", "oauth").strip())
          .isEqualTo(
              "fields.preset is missing: Who grants the tokens; take one of entra, azure-devops,"
                  + " openid-connect, oauth2. Correct fields.preset.");
      String misspelt = "clientid=" + it.app.clientId();
      assertThat(
              commands.fails(
                  1,
                  "credential",
                  "add",
                  "desk",
                  "--kind",
                  "oauth",
                  "--field",
                  "preset=entra",
                  "--field",
                  misspelt))
          .startsWith("fields.clientid is no field of this kind, which has preset, tenant, ")
          .contains(", clientId, ");
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
