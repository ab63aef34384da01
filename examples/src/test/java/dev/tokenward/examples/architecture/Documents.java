package dev.tokenward.examples.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The repository as its readers see it: documents and sources. */
final class Documents {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Documents() {}

  static String text(String name) throws IOException {
    return Files.readString(ROOT.resolve(name));
  }

  /** Every document, by its path. */
  static List<Path> all() throws IOException {
    return files(".md");
  }

  /** The paths of the source files of a class, by its simple name. */
  static Map<String, List<Path>> sources() throws IOException {
    return files(".java").stream()
        .collect(
            Collectors.groupingBy(
                path -> path.getFileName().toString().replaceFirst("\\.java$", "")));
  }

  /** Every file whose name ends in one of these. */
  static List<Path> files(String... endings) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(path -> Arrays.stream(endings).anyMatch(path.toString()::endsWith))
          .filter(path -> !path.toString().contains("/target/"))
          .toList();
    }
  }

  static Stream<MatchResult> matches(Path file, Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(file)).results();
  }
}
