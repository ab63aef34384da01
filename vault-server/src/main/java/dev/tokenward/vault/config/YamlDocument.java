package dev.tokenward.vault.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Reads one YAML document with the lines of its keys. Stricter than YAML: duplicate keys, aliases
 * and a second document are problems.
 */
final class YamlDocument {

  private final YAMLParser parser;
  private final Problems problems;

  private YamlDocument(YAMLParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** The keys of a file, or empty with a problem noted. */
  static Optional<Section> section(Path file, Surroundings surroundings, Problems problems) {
    return TextFile.read(file, surroundings, message -> problems.add(0, "", message))
        .flatMap(text -> parse(text, problems))
        .flatMap(root -> new Setting("", root, problems).section());
  }

  /** The document's root, or empty with a problem noted. */
  static Optional<YamlNode> parse(String text, Problems problems) {
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      return new YamlDocument(parser, problems).root();
    } catch (JsonProcessingException e) {
      // The parser's own message quotes the file, which may hold what belongs into no log.
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      tabbed(text, line)
          .ifPresentOrElse(
              tab ->
                  problems.add(tab, "", "YAML takes no tab for indentation. Indent with spaces."),
              () ->
                  problems.add(
                      line,
                      "",
                      "This is not YAML. Look at indentation, colons, brackets and quotes here and"
                          + " in the line above."));
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("A text in memory cannot fail to be read", e);
    }
  }

  /** The line indented with a tab, if there is one where the parser stopped or just below. */
  private static OptionalInt tabbed(String text, int line) {
    List<String> lines = text.lines().toList();
    return IntStream.rangeClosed(Math.max(1, line), Math.min(line + 1, lines.size()))
        .filter(number -> lines.get(number - 1).matches(" *\\t.*"))
        .findFirst();
  }

  private Optional<YamlNode> root() throws IOException {
    if (parser.nextToken() == null) {
      problems.add(
          0, "", "The file is empty. Give at least the keys credentials, callers and policies.");
      return Optional.empty();
    }
    YamlNode root = node("", line());
    if (parser.nextToken() != null) {
      problems.add(line(), "", "A second document begins here. Keep one, without a line of ---.");
    }
    return Optional.of(root);
  }

  private YamlNode node(String path, int line) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return new YamlNode.Mapping(line, entries(path));
    }
    if (token == JsonToken.START_ARRAY) {
      return new YamlNode.Sequence(line, items(path));
    }
    if (parser.isCurrentAlias()) {
      problems.add(line, path, "Aliases such as *name are not read here. Write the value itself.");
      return new YamlNode.Scalar(line, "");
    }
    return token == JsonToken.VALUE_NULL
        ? new YamlNode.Nothing(line)
        : new YamlNode.Scalar(line, parser.getText());
  }

  private Map<String, YamlNode> entries(String path) throws IOException {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      int line = line();
      parser.nextToken();
      YamlNode first = entries.get(key);
      YamlNode value = node(keyPath, line);
      if (first == null) {
        entries.put(key, value);
      } else {
        problems.add(line, keyPath, "This key is in line " + first.line() + " already. Keep one.");
      }
    }
    return entries;
  }

  private List<YamlNode> items(String path) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(path + "[" + items.size() + "]", line()));
    }
    return items;
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }
}
