package dev.tokenward.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.examples.Readme;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's lines about keeping a vault, run one after the other as they stand there. */
class KeepAVaultIT {

  private static final String JAR = "java -jar vault-server/target/tokenward.jar ";

  @TempDir private Path folder;
  private final Upstream upstream = new Upstream();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("entra-app"), upstream.app().clientSecret());
    // Of the emulator, and not of README: where to listen, whom to trust, whither to send.
    Files.writeString(
        folder.resolve("tokenward.yaml"),
        """
        listen: 127.0.0.1:%d
        stateDir: state
        destinations: {allow: ["127.0.0.1:%d"]}
        trustStore: %s
        """
            .formatted(
                VaultProcess.freePort(),
                URI.create(upstream.emulator().url()).getPort(),
                upstream.emulator().trustAnchor()));
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void lines_ofReadme_work() throws Exception {
    List<String> lines = lines();
    assertThat(lines).first().isEqualTo("up");
    Process up = process("up").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      awaitServing(up);
      for (String line : lines.subList(1, lines.size())) {
        Run run = Run.of(process(line));
        assertThat(run.exit()).as(line + "\n" + run.output()).isZero();
      }
      assertThat(Run.of(process("token entra")).output()).startsWith("ey");
    } finally {
      up.destroy();
      up.waitFor();
    }
  }

  private static void awaitServing(Process up) throws IOException {
    List<String> said = new ArrayList<>();
    BufferedReader err = up.errorReader();
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      said.add(line);
      if (line.startsWith("Tokenward serves ")) {
        return;
      }
    }
    throw new AssertionError("The vault does not start: " + said);
  }

  /** What follows the jar, of the blocks that begin a vault that keeps its records. */
  private static List<String> lines() throws IOException {
    return Readme.read().blocks().stream()
        .map(Readme.Block::text)
        .filter(text -> text.contains(JAR) && !text.contains("check-config"))
        .map(text -> text.replaceAll("\\\\\\n\\s*", ""))
        .flatMap(String::lines)
        .filter(line -> line.startsWith(JAR))
        .map(line -> line.substring(JAR.length()))
        .toList();
  }

  private ProcessBuilder process(String line) {
    String here =
        line.replace("acme.onmicrosoft.com", upstream.authority())
            .replace("https://dev.azure.com/acme", upstream.organization())
            .replace("11111111-2222-3333-4444-555555555555", upstream.app().clientId());
    return new ProcessBuilder(RunnableJar.ofBuild().command(here.split(" +")))
        .directory(folder.toFile());
  }
}
