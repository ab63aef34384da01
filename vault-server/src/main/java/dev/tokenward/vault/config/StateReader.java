package dev.tokenward.vault.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads {@code stateDir} and {@code rootKey}: where the vault keeps what it changes, and the keys
 * that it keeps it under. Confined.
 */
final class StateReader {

  private static final List<String> SOURCES = List.of("command", "file", "mounted", "passphrase");
  private static final String DEFAULT_FILE = "root.key";

  private final Path directory;
  private final Optional<Path> stateDir;
  private final Optional<Section> rootKey;
  private final Optional<Path> file;
  private final Optional<Path> mounted;

  /**
   * Reads where things are.
   *
   * @param taken files that are something else: configuration and audit
   */
  StateReader(Section root, Path directory, Set<Path> taken) {
    this.directory = directory;
    this.stateDir = root.optional("stateDir").flatMap(each -> path(each, taken));
    this.rootKey = root.within("rootKey");
    this.file = keyFile("file", taken);
    this.mounted = keyFile("mounted", taken);
    if (!root.has("stateDir")) {
      rootKey.ifPresent(
          section ->
              section
                  .place()
                  .problem(
                      "Without stateDir the vault keeps nothing that a key could protect. Add"
                          + " stateDir: PATH, or remove rootKey."));
    }
  }

  private Optional<Path> keyFile(String key, Set<Path> taken) {
    Set<Path> others = new HashSet<>(taken);
    stateDir.ifPresent(others::add);
    return rootKey
        .flatMap(section -> section.optional(key))
        .flatMap(setting -> path(setting, others));
  }

  private Optional<Path> path(Setting setting, Set<Path> taken) {
    Optional<Path> path = setting.text().map(name -> directory.resolve(name).normalize());
    if (path.filter(taken::contains).isPresent()) {
      setting.problem(
          path.get() + " is the vault's configuration, audit or stateDir. Name another place.");
    }
    return path;
  }

  Optional<Path> stateDir() {
    return stateDir;
  }

  /** The files with keys, whether they are used or not. */
  Set<Path> keyFiles() {
    Set<Path> files = new HashSet<>();
    Stream.of(file, mounted).flatMap(Optional::stream).forEach(files::add);
    return files;
  }

  /** Where the root keys come from; nothing without a state directory. */
  Optional<RootKey> rootKey(References references) {
    Optional<RootKey> named = rootKey.flatMap(section -> named(section, references));
    Optional<RootKey> inStateDir = stateDir.map(each -> new RootKey.KeyFile(defaultFile(each)));
    return stateDir.isEmpty() ? Optional.empty() : named.or(() -> inStateDir);
  }

  private Optional<RootKey> named(Section section, References references) {
    List<String> given = SOURCES.stream().filter(section::has).toList();
    if (given.size() > 1) {
      section
          .place()
          .problem(
              "Give one of command, file, mounted or passphrase, not "
                  + String.join(" and ", given)
                  + ".");
    }
    Optional<RootKey> command = section.optional("command").flatMap(this::command);
    Optional<RootKey> passphrase =
        section.optional("passphrase").flatMap(each -> passphrase(each, references));
    section.refuseOthers();
    return file.<RootKey>map(RootKey.KeyFile::new)
        .or(() -> mounted.map(RootKey.Mounted::new))
        .or(() -> command)
        .or(() -> passphrase);
  }

  /** A program with a path is found like every file; a bare name is looked up by the system. */
  private Optional<RootKey> command(Setting setting) {
    List<Setting> parts = setting.list();
    List<String> words = parts.stream().flatMap(part -> part.text().stream()).toList();
    if (words.isEmpty() || words.size() < parts.size()) {
      return Optional.empty();
    }
    String program = words.get(0);
    String found = program.contains("/") ? directory.resolve(program).toString() : program;
    return Optional.of(
        new RootKey.Command(Stream.concat(Stream.of(found), words.stream().skip(1)).toList()));
  }

  private Optional<RootKey> passphrase(Setting setting, References references) {
    return references
        .secret(setting)
        .flatMap(secret -> stateDir.map(each -> new RootKey.Passphrase(defaultFile(each), secret)));
  }

  private static Path defaultFile(Path stateDir) {
    return stateDir.resolve(DEFAULT_FILE);
  }
}
