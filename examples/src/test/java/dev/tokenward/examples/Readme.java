package dev.tokenward.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page, README.md above all, as its reader gets it: blocks of code with their language.
 *
 * @param blocks in the order of the page
 */
public record Readme(List<Block> blocks) {

  /** The repository, seen from the folder in which Maven runs a module's tests. */
  public static final Path REPOSITORY = Path.of("..");

  private static final Pattern BLOCK =
      Pattern.compile("^```([a-z]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** A block of code. */
  public record Block(String language, String text) {}

  /**
   * Reads the first page.
   *
   * @throws AssertionError when there is none
   */
  public static Readme read() throws IOException {
    return read("README.md");
  }

  /** Reads another page, which is written alike. */
  static Readme read(String page) throws IOException {
    Path file = REPOSITORY.resolve(page);
    if (!Files.exists(file)) {
      throw new AssertionError("There is no " + page + " in " + REPOSITORY.toRealPath());
    }
    return of(Files.readString(file));
  }

  static Readme of(String page) {
    Matcher block = BLOCK.matcher(page);
    return new Readme(block.results().map(b -> new Block(b.group(1), b.group(2))).toList());
  }

  /** The blocks of one language. */
  Stream<String> in(String language) {
    return blocks.stream().filter(block -> block.language().equals(language)).map(Block::text);
  }

  /** Every command of the sh blocks: lines joined where they go on, parts of {@code &&} apart. */
  public List<String> commands() {
    return in("sh")
        .map(text -> text.replaceAll("\\\\\\n\\s*", ""))
        .flatMap(String::lines)
        .flatMap(line -> Stream.of(line.split(" && ", -1)))
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .collect(Collectors.toList());
  }
}
