package dev.tokenward.vault;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that gives secrets, from where no process list shows them. */
final class SecretOptions {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--secret",
      paramLabel = "NAME=@FILE",
      description = "A secret field of its kind, from a file; NAME=- reads standard input.")
  private Map<String, String> secrets = Map.of();

  /** What is there. */
  Map<String, String> read() {
    try {
      return SecretInput.read(secrets, System.in);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
