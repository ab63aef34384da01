package dev.tokenward.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code docs/benchmarks.md}, of which each benchmark writes its own section. */
public final class BenchmarksPage {

  private static final Path FILE = Path.of("docs", "benchmarks.md");
  private static final String BEFORE_HEADING = "\n## ";

  private BenchmarksPage() {}

  /** Puts a section in the place of the one with that heading, or at the end. */
  public static void put(String heading, String section) throws IOException {
    String page = Files.readString(FILE);
    int begin = page.indexOf(BEFORE_HEADING + heading + "\n");
    int found = begin < 0 ? page.length() : begin;
    int end = page.indexOf(BEFORE_HEADING, found + 1);
    String after = end < 0 ? "" : page.substring(end);
    Files.writeString(
        FILE, page.substring(0, found) + BEFORE_HEADING + heading + "\n\n" + section + after);
  }
}
