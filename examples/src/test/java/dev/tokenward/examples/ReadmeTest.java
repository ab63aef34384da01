package dev.tokenward.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.examples.Configurations.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing on the first page, or on that of the library, is untried: every block of code is
 * compiled, run or read here.
 */
class ReadmeTest {

  private static final Pattern REGION =
      Pattern.compile("// region [^\\n]*\\n(.*?)// endregion", Pattern.DOTALL);

  /** What makes a build quieter or cleaner, but no other. */
  private static final Set<String> MANNERS = Set.of("-B", "-ntp", "-q", "clean", "--once");

  private static final String LIBRARY = "docs/library.md";

  private final Readme readme;
  @TempDir Path folder;

  ReadmeTest() throws IOException {
    readme = Readme.read();
  }

  @Test
  void blocks_areOfLanguagesThatAreTested() {
    assertThat(readme.blocks())
        .extracting(Readme.Block::language)
        .contains("java", "sh")
        .isSubsetOf("java", "sh", "yaml", "text");
  }

  @Test
  void blocksOfTheLibraryPage_areAllJava() throws IOException {
    assertThat(Readme.read(LIBRARY).blocks())
        .isNotEmpty()
        .allMatch(block -> block.language().equals("java"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", LIBRARY})
  void javaBlocks_areInACompiledSource(String page) throws IOException {
    String regions = regions();
    assertThat(Readme.read(page).in("java"))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(regions).contains(unindented(block)));
  }

  @Test
  void commands_areOfProgramsThatAreTested() {
    assertThat(readme.commands())
        .allSatisfy(command -> assertThat(command).containsPattern("^(mvn|java|curl|git) "));
  }

  @Test
  void buildAndDemo_areWhatContinuousIntegrationRuns() throws IOException {
    List<Set<String>> ci =
        Files.readAllLines(Readme.REPOSITORY.resolve(".ci/run")).stream()
            .map(ReadmeTest::words)
            .toList();
    List<String> commands =
        readme.commands().stream().filter(line -> line.matches("(mvn|java) .*")).toList();
    assertThat(commands)
        .contains("mvn verify", "java -jar examples/target/tokenward-demo.jar")
        .allSatisfy(command -> assertThat(ci).contains(words(command)));
  }

  @Test
  void configurations_areGood() throws Exception {
    for (String block : readme.in("yaml").toList()) {
      Verdict verdict = new Configurations(folder).check(block);
      assertThat(verdict.exit()).as(block + "\n" + verdict.said()).isZero();
    }
  }

  @Test
  void configuration_withAProblem_isNoticed() throws Exception {
    Verdict verdict = new Configurations(folder).check("listen: 127.0.0.1:8220\ncallres: {}\n");
    assertThat(verdict.exit()).isOne();
    assertThat(verdict.said()).contains("callres").contains("callers");
  }

  private static Set<String> words(String command) {
    return Arrays.stream(command.strip().split(" +", -1))
        .filter(word -> !MANNERS.contains(word))
        .collect(Collectors.toSet());
  }

  private static String regions() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      StringBuilder regions = new StringBuilder();
      for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
        REGION
            .matcher(Files.readString(source))
            .results()
            .map((MatchResult region) -> unindented(region.group(1)))
            .forEach(regions::append);
      }
      return regions.toString();
    }
  }

  private static String unindented(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n", "", "\n"));
  }
}
