package dev.tokenward.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenward.vault.config.ConfigException;
import dev.tokenward.vault.config.ConfigProblem;
import dev.tokenward.vault.config.VaultConfig;
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

  private final Function<Path, VaultConfig> reader;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigFile file = new ConfigFile();

  @Option(names = "--json", description = "Answer in JSON, on standard output.")
  private boolean json;

  CheckConfig(Function<Path, VaultConfig> reader) {
    this.reader = reader;
  }

  private record Refusal(boolean ok, List<ConfigProblem> problems) {}

  @Override
  public Integer call() throws JsonProcessingException {
    try {
      ConfigSummary summary = ConfigSummary.of(reader.apply(file.path()));
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
