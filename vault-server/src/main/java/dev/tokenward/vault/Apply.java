package dev.tokenward.vault;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.config.RecordsReader.Records;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings a vault to what a file says; what the file does not name stays as it is. */
@Command(
    name = "apply",
    description = {
      "Write the credentials, callers and policies of a file, in the form of the configuration.",
      "What is so already stays untouched, and what the file does not name as well."
    })
final class Apply implements Callable<Integer> {

  private final Function<Path, VaultComponent> vaults;

  @Mixin private Session vault = new Session();
  @Mixin private Screen screen = new Screen();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "The records; secrets by file:PATH or env:NAME.")
  private Path file = Path.of("");

  @Option(names = "--dry-run", description = "Only tell what would be written.")
  private boolean dryRun;

  Apply(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  @Override
  public Integer call() {
    Records records = vaults.apply(file).recordsReader().read(file);
    try (ApiClient api = vault.open()) {
      RecordWriter writer = new RecordWriter(api, dryRun, screen);
      records.credentials().forEach(each -> writer.write("credentials", each.name(), body(each)));
      records
          .callers()
          .forEach(
              each ->
                  writer.write(
                      "callers", each.name(), new Body().with("description", each.description())));
      records.policies().forEach(each -> writer.write("policies", each.name(), body(each)));
      writer.end();
    }
    return ExitCode.OK;
  }

  private static Body body(Credential credential) {
    return new Body()
        .with("kind", credential.kind())
        .with("fields", credential.fields())
        .with(RecordWriter.SECRETS, secrets(credential));
  }

  private static Map<String, String> secrets(Credential credential) {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, Secret> each : credential.secrets().entrySet()) {
      texts.put(each.getKey(), each.getValue().reveal());
    }
    return texts;
  }

  private static Body body(Policy policy) {
    RequestRules rules = policy.allow();
    return new Body()
        .with("callers", policy.callers())
        .with("credentials", policy.credentials())
        .with("permissions", policy.permissions().stream().map(Permission::text).toList())
        .with("maxTtl", policy.maxTtl() == null ? null : policy.maxTtl().toString())
        .with(
            "allow",
            new Body()
                .with("access", rules.access() == null ? null : wire(rules.access()))
                .with("git", wire(rules.git()))
                .with("organizations", rules.organizations())
                .with("projects", rules.projects())
                .with("repositories", rules.repositories())
                .members());
  }

  private static List<String> wire(@Nullable Collection<? extends Enum<?>> constants) {
    return constants == null ? List.of() : constants.stream().map(Apply::wire).toList();
  }

  private static String wire(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
