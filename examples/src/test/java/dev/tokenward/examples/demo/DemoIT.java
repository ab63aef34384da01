package dev.tokenward.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as its user runs it: the packaged jar, in a process of its own. */
class DemoIT {

  private static final Pattern VAULT = Pattern.compile("vault .* process (\\d+)");

  @TempDir Path folder;

  private ProcessBuilder demo(String... options) {
    ProcessBuilder demo =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + folder,
            "-jar",
            "target/tokenward-demo.jar");
    demo.command().addAll(List.of(options));
    return demo;
  }

  @Test
  void demo_once_provesThatTheClientSawNoSecret() throws Exception {
    Run run = Run.of(demo("--once"));

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.output())
        .contains("the search found a planted canary in 10 forms of 10")
        .containsPattern(
            "searched [0-9,]+ bytes in [0-9]+ answers and [0-9]{3,} files:"
                + " PAT 0 hits, app secret 0 hits");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void demo_withoutGit_saysWhatToInstall() throws Exception {
    ProcessBuilder demo = demo("--once");
    demo.environment().put("PATH", folder.toString());
    Run run = Run.of(demo);

    assertThat(run.exit()).isOne();
    assertThat(run.output()).contains("there is no git; install it");
  }

  @Test
  void demo_wrongOption_isRefused() throws Exception {
    assertThat(Run.of(demo("--twice")).exit()).isEqualTo(2);
  }

  @Test
  void demo_help_tellsOfOnce() throws Exception {
    Run run = Run.of(demo("--help"));
    assertThat(run.exit()).isZero();
    assertThat(run.output()).contains("--once");
  }

  @Test
  void demo_stopped_putsEverythingAway() throws Exception {
    Process demo = demo().start();
    ProcessHandle vault = awaitTheEnd(demo);
    demo.destroy();

    assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(vault.isAlive()).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void demo_killed_takesTheVaultAlong() throws Exception {
    Process demo = demo().start();
    ProcessHandle vault = awaitTheEnd(demo);
    demo.destroyForcibly();

    assertThat(vault.onExit().get(1, TimeUnit.MINUTES)).isEqualTo(vault);
  }

  /** Reads until the demo says that it stays up, and returns the vault's process. */
  private static ProcessHandle awaitTheEnd(Process demo) throws IOException {
    StringBuilder page = new StringBuilder();
    BufferedReader reader = demo.inputReader(UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      page.append(line).append('\n');
      if (line.contains("Ctrl-C")) {
        Matcher vault = VAULT.matcher(page);
        assertThat(vault.find()).as(page.toString()).isTrue();
        return ProcessHandle.of(Long.parseLong(vault.group(1))).orElseThrow();
      }
    }
    throw new AssertionError("The demo ended early:\n" + page);
  }

  @Test
  void demo_whoseVaultDoesNotStart_namesThatStep() throws Exception {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Demo demo =
        new Demo(
            new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
            new PrintStream(errors, true, UTF_8),
            new RunnableJar(Path.of("pom.xml").toAbsolutePath()));

    assertThat(demo.run(true)).isOne();
    assertThat(errors.toString(UTF_8))
        .contains("Starting the vault failed: it ended with code 1:")
        .contains("dev/tokenward/vault/Main");
  }
}
