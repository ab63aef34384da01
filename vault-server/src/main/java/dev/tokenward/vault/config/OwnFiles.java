package dev.tokenward.vault.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the vault itself reads and writes, and what its machine tells of its processes. None of it
 * is a secret that configuration may name, or a credential could carry the vault's own keys away.
 * Links are followed before it is judged.
 *
 * @param stateDir with everything in it
 */
record OwnFiles(Set<Path> files, Optional<Path> stateDir) {

  private static final List<Path> OF_THE_SYSTEM =
      List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  OwnFiles {
    files = Set.copyOf(files);
  }

  /** Why {@code file} may not be named; empty where it may. */
  Optional<String> objection(Path file) {
    Path real = RealPath.of(file);
    if (files.stream().anyMatch(own -> own.equals(file) || RealPath.of(own).equals(real))) {
      return Optional.of("The vault's own file " + file + " is no secret. Name a file of its own.");
    }
    return stateDir
        .filter(own -> file.startsWith(own) || real.startsWith(RealPath.of(own)))
        .map(
            directory ->
                "In stateDir, everything is the vault's own, and "
                    + file
                    + " is in it. Put what you name here elsewhere.");
  }

  /** Why {@code file} may not be what a kind of credential reads; empty where it may. */
  Optional<String> objectionToReading(Path file) {
    return objection(file).or(() -> ofSystem(file)).or(() -> leadingToServiceAccount(file));
  }

  private static Optional<String> ofSystem(Path file) {
    return OF_THE_SYSTEM.stream()
        .filter(system -> file.startsWith(system) || RealPath.of(file).startsWith(system))
        .findFirst()
        .map(system -> "No file in " + system + " is a credential. Name a file of its own.");
  }

  /** Whoever means it writes it so. */
  private static Optional<String> leadingToServiceAccount(Path file) {
    boolean leads =
        RealPath.of(file).startsWith(RealPath.of(SERVICE_ACCOUNT))
            && !file.startsWith(SERVICE_ACCOUNT)
            && !file.startsWith(RealPath.of(SERVICE_ACCOUNT));
    return leads
        ? Optional.of(
            file
                + " leads to the pod's own service-account token. If that is meant, name it in "
                + SERVICE_ACCOUNT
                + " itself.")
        : Optional.empty();
  }
}
