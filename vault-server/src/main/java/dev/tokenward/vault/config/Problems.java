package dev.tokenward.vault.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong while a file is read, so that all of it is told at once. Confined. */
final class Problems {

  private static final Comparator<ConfigProblem> IN_ORDER =
      Comparator.comparingInt(ConfigProblem::line);

  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<ConfigProblem> warnings = new ArrayList<>();

  void add(int line, String path, String message) {
    problems.add(new ConfigProblem(line, path, message));
  }

  void warn(int line, String path, String message) {
    warnings.add(new ConfigProblem(line, path, message));
  }

  void throwIfAny(Path file) {
    if (!problems.isEmpty()) {
      throw new ConfigException(file, problems.stream().sorted(IN_ORDER).toList());
    }
  }

  List<ConfigProblem> warnings() {
    return warnings.stream().sorted(IN_ORDER).toList();
  }
}
