package dev.tokenward.vault.config;

import java.util.List;
import java.util.Map;

/** A piece of YAML that knows its line. Scalars stay the text that was written. */
sealed interface YamlNode {

  /** The line of its key, or of itself where it has none. */
  int line();

  /** A key without a value. */
  record Nothing(int line) implements YamlNode {}

  /** A single value. */
  record Scalar(int line, String text) implements YamlNode {}

  /** A list. */
  record Sequence(int line, List<YamlNode> items) implements YamlNode {}

  /** Keys and values, in the order of the file. */
  record Mapping(int line, Map<String, YamlNode> entries) implements YamlNode {}
}
