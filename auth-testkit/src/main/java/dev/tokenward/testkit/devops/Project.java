package dev.tokenward.testkit.devops;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/** A project with its git repositories. Thread-safe. */
public final class Project {

  private final String id = UUID.randomUUID().toString();
  private final String name;
  private final Path folder;
  private final Map<String, GitRepository> repositories =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);

  Project(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  /** Its id, a GUID. */
  public String id() {
    return id;
  }

  /** Its name, as it was given. */
  public String name() {
    return name;
  }

  /** Returns the repository of this name, creating an empty one if there is none. */
  public GitRepository repository(String repositoryName) {
    return repositories.computeIfAbsent(repositoryName, n -> new GitRepository(n, folder));
  }

  boolean answersTo(String nameOrId) {
    return name.equalsIgnoreCase(nameOrId) || id.equalsIgnoreCase(nameOrId);
  }

  List<GitRepository> repositories() {
    return List.copyOf(repositories.values());
  }

  void close() {
    repositories.values().forEach(repository -> repository.git().close());
  }

  Optional<GitRepository> find(String nameOrId) {
    return repositories.values().stream().filter(r -> r.answersTo(nameOrId)).findFirst();
  }
}
