package dev.tokenward.vault;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how narrowly a credential may be used through the proxy. */
final class NarrowOptions {

  @Option(names = "--access", paramLabel = "ACCESS", description = "read or write.")
  private @Nullable String access;

  @Option(names = "--git", paramLabel = "VERB", split = ",", description = "fetch, push.")
  private List<String> git = List.of();

  @Option(names = "--organization", paramLabel = "NAME", split = ",", description = "By name.")
  private List<String> organizations = List.of();

  @Option(names = "--project", paramLabel = "NAME", split = ",", description = "By name.")
  private List<String> projects = List.of();

  @Option(names = "--repository", paramLabel = "NAME", split = ",", description = "By name.")
  private List<String> repositories = List.of();

  /** As the API takes it. */
  Map<String, Object> allow() {
    return new Body()
        .with("access", access)
        .with("git", git)
        .with("organizations", organizations)
        .with("projects", projects)
        .with("repositories", repositories)
        .members();
  }
}
