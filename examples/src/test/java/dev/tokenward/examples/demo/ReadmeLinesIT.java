package dev.tokenward.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import dev.tokenward.examples.Readme;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** README's curl and git lines, run in the folder of the demo's client against the demo's vault. */
class ReadmeLinesIT {

  private static final String DEFAULT_VAULT = "http://127.0.0.1:8220";

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static Stage stage;

  @BeforeAll
  static void demoHasRun() throws Exception {
    stage = Stage.open(RunnableJar.ofBuild(), List.of());
    Page nowhere = new Page(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
    new MainJob(nowhere, stage).run();
    Files.writeString(stage.client().folder().resolve(".curlrc"), "silent\nshow-error\nfail\n");
  }

  @AfterAll
  static void close() throws IOException {
    stage.close();
  }

  @Test
  void lines_ofReadme_work() throws Exception {
    for (String line : Readme.read().commands()) {
      if (line.matches("(curl|git) .*")) {
        Run run = shell(line);
        assertThat(run.exit()).as(line + "\n" + run.output()).isZero();
      }
    }
  }

  @Test
  void line_thatTheVaultRefuses_isNoticed() throws Exception {
    assertThat(shell("curl -H @ci.header " + DEFAULT_VAULT + "/v1/leases").exit()).isZero();
    assertThat(shell("curl " + DEFAULT_VAULT + "/v1/leases").exit()).isNotZero();
  }

  private static Run shell(String line) throws IOException, InterruptedException {
    assumeThatCode(() -> Run.of(new ProcessBuilder("curl", "--version")))
        .as("curl is installed")
        .doesNotThrowAnyException();
    String here = line.replace(DEFAULT_VAULT, stage.vault().url());
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-c", here).directory(stage.client().folder().toFile());
    shell
        .environment()
        .putAll(
            Map.of(
                "HOME", stage.client().folder().toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_TERMINAL_PROMPT", "0"));
    return Run.of(shell);
  }
}
