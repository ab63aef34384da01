package dev.tokenward.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.core.TokenRuntime;
import dev.tokenward.testkit.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process has a virtual PAT, and nobody after it. */
class ExecTest {

  @TempDir private Path folder;
  private final Emulator emulator = Emulator.start();

  @SuppressWarnings("NullAway.Init") // start() sets it
  private TestVault vault;

  @SuppressWarnings("NullAway.Init") // start() sets it
  private Commands commands;

  @BeforeEach
  void start() throws IOException {
    emulator.devOps().organization("acme", "contoso.example").project("web").repository("site");
    Files.writeString(folder.resolve("pat"), emulator.devOps().issuePat("acme", "vso.code"));
    vault = TestVault.kept(emulator, folder, TokenRuntime.system());
    commands = new Commands(folder);
    commands.works(
        "credential",
        "add",
        "ado",
        "--kind",
        "azure-devops-pat",
        "--field",
        "organization=" + emulator.organizationUrl("acme"),
        "--secret",
        "token=@" + folder.resolve("pat"));
  }

  @AfterEach
  void stop() {
    vault.close();
    emulator.close();
  }

  @Test
  void child_hasAWorkingPat_andItsCodeIsPassedOn() throws IOException {
    int code = commands.run("exec", "ado", "--", "sh", "-c", noting("TOKENWARD_PAT") + "; exit 7");
    assertThat(code).isEqualTo(7);
    assertThat(Files.readString(folder.resolve("seen"))).matches("twp_\\w{49}");
    assertThat(Files.readString(folder.resolve("url"))).endsWith("/proxy/ado");
    assertNoLease();
    assertDead();
  }

  @Test
  void child_thatIsKilled_leavesNothing() {
    assertThat(
            commands.run(
                "exec",
                "ado",
                "--env",
                "MY_PAT",
                "--",
                "sh",
                "-c",
                noting("MY_PAT") + "; kill -9 $$"))
        .isEqualTo(137);
    assertNoLease();
    assertDead();
  }

  @Test
  void command_thatIsNotThere_leavesNothing() {
    assertThat(commands.fails(1, "exec", "ado", "--", "/nowhere/at-all")).contains("/nowhere");
    assertNoLease();
  }

  @Test
  void exec_withoutACommand_isWrongUsage() {
    assertThat(commands.fails(2, "exec", "ado")).contains("CMD");
  }

  @Test
  void exec_thatIsToldToStop_endsChildAndPat() throws Exception {
    Process exec =
        new ProcessBuilder(
                ChildVault.java(
                    folder,
                    List.of(
                        "exec",
                        "--config",
                        folder.resolve("tokenward.yaml").toString(),
                        "ado",
                        "--",
                        "sh",
                        "-c",
                        noting("TOKENWARD_PAT") + "; echo ready; exec tail -f /dev/null")))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(exec.inputReader().readLine()).isEqualTo("ready");
    assertThat(commands.works("lease", "list")).contains("virtual-pat");
    assertThat(arguments(exec)).doesNotContain(Files.readString(folder.resolve("seen")));
    ProcessHandle child = exec.children().findFirst().orElseThrow();
    exec.destroy();
    exec.waitFor();
    child.onExit().join();
    assertNoLease();
    assertDead();
  }

  /** What every user of the machine can see. */
  private static String arguments(Process exec) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (ProcessHandle each : exec.toHandle().descendants().toList()) {
      seen.append(Files.readString(Path.of("/proc/" + each.pid() + "/cmdline")));
    }
    return seen.append(Files.readString(Path.of("/proc/" + exec.pid() + "/cmdline"))).toString();
  }

  private String noting(String variable) {
    return "printf %s \"$"
        + variable
        + "\" > "
        + folder.resolve("seen")
        + "; printf %s \"$TOKENWARD_PROXY_URL\" > "
        + folder.resolve("url");
  }

  private void assertNoLease() {
    assertThat(commands.works("lease", "list")).isEmpty();
  }

  private void assertDead() {
    try {
      String pat = "Bearer " + Files.readString(folder.resolve("seen"));
      assertThat(vault.send("GET", "/proxy/ado/acme/_apis/projects", pat, "").statusCode())
          .isEqualTo(401);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
