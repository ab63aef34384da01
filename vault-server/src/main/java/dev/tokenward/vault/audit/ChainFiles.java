package dev.tokenward.vault.audit;

import java.nio.file.Path;

/** How files beside an audit file are named. */
final class ChainFiles {

  private static final String EXTENSION = ".jsonl";

  private ChainFiles() {}

  /** {@code audit-refusals.jsonl} for {@code audit.jsonl} and {@code -refusals}. */
  static Path beside(Path file, String suffix) {
    return file.resolveSibling(stem(file) + suffix + EXTENSION);
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
  }
}
