package dev.tokenward.vault.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration file is wrong. Knows every problem at once, and its message lists them. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  ConfigException(Path file, List<ConfigProblem> problems) {
    super(
        problems.stream()
            .map(problem -> problem.in(file))
            .collect(Collectors.joining(System.lineSeparator())));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order of the file; never empty. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
