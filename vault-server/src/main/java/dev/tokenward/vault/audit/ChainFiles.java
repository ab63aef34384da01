package dev.tokenward.vault.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a chain: {@code audit.jsonl}, which is written, and before it those that are full,
 * {@code audit-<first record>-<last record>.jsonl}.
 */
final class ChainFiles {

  private static final String EXTENSION = ".jsonl";
  private static final Pattern RANGE = Pattern.compile("-([0-9]{1,18})-([0-9]{1,18})");

  private static final Pattern RANGE_AT_END = Pattern.compile(RANGE.pattern() + "$");

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
    Path directory = file.toAbsolutePath().resolveSibling("");
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path each : files) {
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

  /** Where the last full file of a chain ends; empty if it has none. */
  static Optional<ChainHead> end(Path file) throws IOException {
    List<Full> full = full(file);
    if (full.isEmpty()) {
      return Optional.empty();
    }
    Path last = full.get(full.size() - 1).path();
    try (FileChannel channel = FileChannel.open(last, StandardOpenOption.READ)) {
      return Optional.of(AuditTail.read(channel, last).head());
    }
  }

  /** Whether a file of the chain holds that record. */
  static boolean hold(Path file, ChainHead record) throws IOException {
    for (Path each : from(file, record.seq())) {
      try (FileChannel channel = FileChannel.open(each, StandardOpenOption.READ)) {
        Optional<byte[]> found = new RecordSearch(channel, channel.size()).record(record.seq());
        if (found.isPresent()) {
          return RecordFormat.sealed(found.get())
              && RecordFormat.claimedHash(found.get()).equals(record.hash());
        }
      }
    }
    return false;
  }

  /** All files that may hold that record or later ones, in the order of the chain. */
  static List<Path> from(Path file, long seq) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (Full each : full(file)) {
      if (each.last() >= seq) {
        paths.add(each.path());
      }
    }
    if (Files.exists(file) || paths.isEmpty()) {
      paths.add(file);
    }
    return paths;
  }

  /**
   * The audit file that a path means: the path itself, or the one chain in a directory.
   *
   * @throws IOException saying what to do, when a directory holds none or several
   */
  static Path in(Path fileOrDirectory) throws IOException {
    if (!Files.isDirectory(fileOrDirectory)) {
      return fileOrDirectory;
    }
    Set<Path> chains = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(fileOrDirectory, "*" + EXTENSION)) {
      files.forEach(each -> chains.add(written(each)));
    }
    chains.removeIf(
        each -> stem(each).endsWith("-refusals") || stem(each).endsWith("-refusals-older"));
    if (chains.size() != 1) {
      throw new IOException(
          "The directory " + fileOrDirectory + " holds " + chains.size() + " chains. Name a file.");
    }
    return chains.iterator().next();
  }

  /** The file that continues a full one. */
  private static Path written(Path path) {
    String stem = stem(path);
    Matcher range = RANGE_AT_END.matcher(stem);
    return range.find() ? path.resolveSibling(stem.substring(0, range.start()) + EXTENSION) : path;
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
  }
}
