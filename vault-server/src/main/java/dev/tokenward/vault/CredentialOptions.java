package dev.tokenward.vault;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what a credential is. */
final class CredentialOptions {

  @Option(
      names = "--field",
      paramLabel = "NAME=VALUE",
      description = "A public field of its kind, such as organization=https://dev.azure.com/acme.")
  private Map<String, String> fields = Map.of();

  @Mixin private SecretOptions secrets = new SecretOptions();

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
        .with("secrets", secrets.read())
        .with("expires_at", expires);
  }
}
