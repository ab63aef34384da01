package dev.tokenward.vault;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the configuration file. */
final class ConfigFile {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file. Default: ${DEFAULT-VALUE}.",
      defaultValue = "tokenward.yaml")
  private Path path = Path.of("tokenward.yaml");

  Path path() {
    return path;
  }
}
