package dev.tokenward.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenward.vault.Finding.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks for what is wrong with what a vault keeps. */
@Command(
    name = "doctor",
    description =
        "Open every record and look at keys, files, disk and audit; the vault may be running.",
    exitCodeList = {
      "0:Nothing is wrong; there may be warnings.",
      "1:Something is wrong; each finding says what to do.",
      "2:Wrong usage."
    })
final class DoctorCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Function<Path, VaultComponent> vaults;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigFile file = new ConfigFile();

  @Option(names = "--json", description = "Answer in JSON, on standard output.")
  private boolean json;

  DoctorCommand(Function<Path, VaultComponent> vaults) {
    this.vaults = vaults;
  }

  private record Answer(boolean ok, List<Finding> findings) {}

  @Override
  public Integer call() throws JsonProcessingException {
    VaultComponent vault = vaults.apply(file.path());
    List<Finding> findings = new Doctor(vault.config(), vault.stopped()).look();
    boolean ok = findings.stream().noneMatch(each -> each.level() == Level.WRONG);
    if (json) {
      spec.commandLine().getOut().println(JSON.writeValueAsString(new Answer(ok, findings)));
    } else {
      findings.forEach(each -> spec.commandLine().getOut().println(line(each)));
    }
    return ok ? 0 : 1;
  }

  private static String line(Finding finding) {
    return "%-8s %-8s %s"
        .formatted(
            finding.level().name().toLowerCase(Locale.ROOT), finding.check(), finding.message());
  }
}
