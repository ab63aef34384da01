package dev.tokenward.vault.audit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a chain: {@code audit.jsonl}, which is written, and before it those that are full,
 * {@code audit-<first record>-<last record>.jsonl}.
 */
final class ChainFiles {

  private static final String EXTENSION = ".jsonl";
  private static final Pattern RANGE = Pattern.compile("-([0-9]{1,18})-([0-9]{1,18})");

  private ChainFiles() {}

  /** A full file, and which records its name says it holds. */
  record Full(Path path, long first, long last) {}

  /** {@code audit-refusals.jsonl} for {@code audit.jsonl} and {@code -refusals}. */
  static Path beside(Path file, String suffix) {
    return file.resolveSibling(stem(file) + suffix + EXTENSION);
  }

  /** The name of a full file. */
  static Path full(Path file, long first, long last) {
    return beside(file, "-" + first + "-" + last);
  }

  /** The full files of a chain, in its order. */
  static List<Full> full(Path file) throws IOException {
    List<Full> found = new ArrayList<>();
    try (DirectoryStream<Path> directory =
        Files.newDirectoryStream(file.toAbsolutePath().resolveSibling(""))) {
      for (Path each : directory) {
        range(stem(file), file.resolveSibling(each.getFileName())).ifPresent(found::add);
      }
    }
    found.sort(Comparator.comparingLong(Full::first).thenComparingLong(Full::last));
    return found;
  }

  private static Optional<Full> range(String stem, Path path) {
    String name = String.valueOf(path.getFileName());
    if (!name.startsWith(stem) || !name.endsWith(EXTENSION)) {
      return Optional.empty();
    }
    Matcher matcher =
        RANGE.matcher(name.substring(stem.length(), name.length() - EXTENSION.length()));
    return matcher.matches()
        ? Optional.of(
            new Full(path, Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** All files that may hold that record or later ones, in the order of the chain. */
  static List<Path> from(Path file, long seq) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (Full each : full(file)) {
      if (each.last() >= seq) {
        paths.add(each.path());
      }
    }
    paths.add(file);
    return paths;
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
  }
}
