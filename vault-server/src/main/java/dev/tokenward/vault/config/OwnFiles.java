package dev.tokenward.vault.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What the vault itself reads and writes. None of it is a secret that configuration may name, or a
 * credential could carry the vault's own keys away.
 *
 * @param stateDir with everything in it
 */
record OwnFiles(Set<Path> files, Optional<Path> stateDir) {

  OwnFiles {
    files = Set.copyOf(files);
  }

  /** Why {@code file} may not be named; empty where it may. */
  Optional<String> objection(Path file) {
    if (files.contains(file)) {
      return Optional.of("The vault's own file " + file + " is no secret. Name a file of its own.");
    }
    return stateDir
        .filter(file::startsWith)
        .map(
            directory ->
                "In stateDir, everything is the vault's own, and "
                    + file
                    + " is in it. Put what you name here elsewhere.");
  }
}
