package dev.tokenward.vault.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A value of the file with its place. Each way to read it gives the value, or notes a problem and
 * gives nothing.
 */
record Setting(String path, YamlNode node, Problems problems) {

  Optional<String> text() {
    if (node instanceof YamlNode.Scalar scalar && !scalar.text().isBlank()) {
      return Optional.of(scalar.text());
    }
    problem("This must be a single value.");
    return Optional.empty();
  }

  boolean flag() {
    String text = node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    if (!text.equals("true") && !text.equals("false")) {
      problem("This must be true or false.");
    }
    return text.equals("true");
  }

  List<Setting> list() {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      problem("This must be a list. Put it into brackets: [...].");
      return List.of();
    }
    if (sequence.items().isEmpty()) {
      problem(
          "An empty list allows nothing and is never meant. Name something, or remove the key.");
    }
    return IntStream.range(0, sequence.items().size())
        .mapToObj(
            index -> new Setting(path + "[" + index + "]", sequence.items().get(index), problems))
        .toList();
  }

  List<String> texts() {
    return list().stream().flatMap(item -> item.text().stream()).toList();
  }

  Optional<Section> section() {
    if (node instanceof YamlNode.Mapping mapping && !mapping.entries().isEmpty()) {
      return Optional.of(new Section(this, mapping.entries()));
    }
    problem("This must be a block of keys and values, each key on a line of its own.");
    return Optional.empty();
  }

  void problem(String message) {
    problems.add(node.line(), path, message);
  }

  void warning(String message) {
    problems.warn(node.line(), path, message);
  }
}
