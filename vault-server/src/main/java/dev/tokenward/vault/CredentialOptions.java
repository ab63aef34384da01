package dev.tokenward.vault;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what a credential is. */
final class CredentialOptions {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--field",
      paramLabel = "NAME=VALUE",
      description = "A public field of its kind, such as organization=https://dev.azure.com/acme.")
  private Map<String, String> fields = Map.of();

  @Option(
      names = "--secret",
      paramLabel = "NAME=@FILE",
      description = "A secret field of its kind, from a file; NAME=- reads standard input.")
  private Map<String, String> secrets = Map.of();

  @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
  private @Nullable String description;

  @Option(names = "--owner", paramLabel = "TEXT", description = "Whom to ask about it.")
  private @Nullable String owner;

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "For people's tools.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--expires",
      paramLabel = "INSTANT",
      description = "When the secret ends, such as 2027-01-31T00:00:00Z.")
  private @Nullable String expires;

  /** As the API takes it. */
  Body body() {
    return new Body()
        .with("description", description)
        .with("owner", owner)
        .with("labels", labels)
        .with("fields", fields)
        .with("secrets", read())
        .with("expires_at", expires);
  }

  private Map<String, String> read() {
    try {
      return SecretInput.read(secrets, System.in);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
