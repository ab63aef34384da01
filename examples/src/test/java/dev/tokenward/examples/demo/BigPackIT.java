package dev.tokenward.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.testkit.devops.GitRepository;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The proxy passes on and does not hold: little memory for the vault, much in a pack. */
@Tag("slow")
class BigPackIT {

  private static final int FILES = 30;
  private static final int FILE_BYTES = 10_000_000;
  private static final List<String> LITTLE_MEMORY =
      List.of("-Xmx64m", "-XX:MaxDirectMemorySize=32m");

  /** Leaves the bytes as they are: no compression, no search for likeness. */
  private static final String INCOMPRESSIBLE =
      """
      [user]
        name = Test
        email = test@localhost
      [init]
        defaultBranch = main
      [core]
        compression = 0
        bigFileThreshold = 1m
      [gc]
        auto = 0
      """;

  @Test
  void pack_of300Megabytes_isPushedAndClonedThroughASmallVault() throws Exception {
    try (Stage stage = Stage.open(RunnableJar.ofBuild(), LITTLE_MEMORY)) {
      GitRepository upstream =
          stage
              .upstream()
              .emulator()
              .devOps()
              .organization("acme", "contoso.example")
              .project("web")
              .repository("big");
      VirtualPat pat = virtualPat(stage);
      Client client = stage.client();
      String url = pat.proxyUrl() + "/acme/web/_git/big";
      fill(client);

      git(client, GitCall.as(pat, "big", "push", url, "main"));
      git(client, GitCall.as(pat, "", "clone", url, "again"));

      String commit = git(client, GitCall.local("big", "rev-parse", "HEAD"));
      assertThat(upstream.head()).contains(commit);
      assertThat(git(client, GitCall.local("again", "rev-parse", "HEAD"))).isEqualTo(commit);
      assertThat(client.folder().resolve("again/29.bin")).hasSize(FILE_BYTES);
      assertThat(stage.vault().handle().isAlive()).isTrue();
      assertThat(stage.vault().log()).doesNotContain("OutOfMemoryError");
    }
  }

  private static VirtualPat virtualPat(Stage stage) throws IOException, InterruptedException {
    Page nowhere = new Page(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
    return new VirtualPatSteps(new Dialogue(stage.client(), nowhere), stage).writer();
  }

  /** Makes the repository {@code big} with one commit of random bytes. */
  private static void fill(Client client) throws IOException, InterruptedException {
    Path folder = client.folder();
    Files.writeString(folder.resolve(".gitconfig"), INCOMPRESSIBLE);
    git(client, GitCall.local("", "init", "big"));
    Random random = new Random(20);
    byte[] bytes = new byte[FILE_BYTES];
    for (int file = 0; file < FILES; file++) {
      random.nextBytes(bytes);
      Files.write(folder.resolve("big/" + file + ".bin"), bytes);
    }
    git(client, GitCall.local("big", "add", "."));
    git(client, GitCall.local("big", "commit", "-q", "-m", "Add 300 MB"));
  }

  private static String git(Client client, GitCall call) throws IOException, InterruptedException {
    return client.git(call.arguments()).expectSuccess().output().strip();
  }
}
