package dev.tokenward.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenward.vault.config.ConfigException;
import dev.tokenward.vault.config.ConfigProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads the configuration as {@code serve} would, and says what is wrong with it. */
@Command(
    name = "check-config",
    description = "Read the configuration file and every secret it names, and tell all problems.",
    exitCodeList = {
      "0:The configuration is good.",
      "1:The configuration has problems; each says what to change.",
      "2:Wrong usage."
    })
final class CheckConfig implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Function<Path, VaultComponent> vaults;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigFile file = new ConfigFile();

  @Option(names = "--json", description = "Answer in JSON, on standard output.")
  private boolean json;

  @Option(
      names = "--schema",
      description = {
        "Print the JSON Schema of the file instead. Kept beside the file, editors use it by the line",
        "# yaml-language-server: $schema=tokenward.schema.json"
      })
  private boolean schema;

  CheckConfig(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  private record Refusal(boolean ok, List<ConfigProblem> problems) {}

  @Override
  public Integer call() throws JsonProcessingException {
    VaultComponent vault = vaults.apply(file.path());
    if (schema) {
      spec.commandLine().getOut().println(vault.configSchema().text());
      return 0;
    }
    try {
      ConfigSummary summary = ConfigSummary.of(vault.config());
      if (json) {
        printJson(summary);
      } else {
        summary.lines(file.path()).forEach(spec.commandLine().getOut()::println);
      }
      return 0;
    } catch (ConfigException e) {
      if (!json) {
        throw e;
      }
      printJson(new Refusal(false, e.problems()));
      return 1;
    }
  }

  private void printJson(Object answer) throws JsonProcessingException {
    spec.commandLine().getOut().println(JSON.writeValueAsString(answer));
  }
}
