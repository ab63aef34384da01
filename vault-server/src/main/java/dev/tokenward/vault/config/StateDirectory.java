package dev.tokenward.vault.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Finds the state directory of a configuration without reading the secrets that it names. */
public final class StateDirectory {

  private StateDirectory() {}

  /**
   * What {@code file} says of {@code stateDir}, if it says something.
   *
   * @throws ConfigException when the file cannot be read so far
   */
  public static Optional<Path> namedIn(Path file, Surroundings surroundings) {
    Problems problems = new Problems();
    Path absolute = file.toAbsolutePath().normalize();
    Optional<Path> found =
        YamlDocument.section(file, surroundings, problems)
            .map(root -> new StateReader(root, absolute.resolveSibling(""), Set.of(absolute)))
            .flatMap(StateReader::stateDir);
    problems.throwIfAny(file);
    return found;
  }
}
