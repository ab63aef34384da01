package dev.tokenward.benchmarks.scale;

import dev.tokenward.benchmarks.Machine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes down what was measured. */
final class ScaleSection {

  static final String HEADING = "A kept vault with very many records";

  private static final String ABOUT =
      """
      A vault in a process of its own, with `%s`, over SQLite on a local disk. Live heap is what a
      full collection leaves. The %,d requests are about random credentials, by four clients: of four,
      one lists a page of 50, one reads a credential, one gets a token, one tests; tokens come from an
      emulator of Entra ID on the same machine. What is on the heap then are the sources of the
      credentials in use, of which at most 10,000 stay open, and the living leases of the tokens. Then
      the vault is killed and started once more, with those leases.
      From the start on it holds the last version of every record that was ever changed, by which older
      copies are found: that grows with their number, by about 150 bytes each.

      Command: `mvn -Pbenchmarks -pl benchmarks -am package -DskipTests` and then
      `java -cp benchmarks/target/tokenward-benchmarks.jar %s`

      Machine: %s; libraries as in the root `pom.xml`, SQLite as `sqlite-jdbc` brings it.

      """;

  private ScaleSection() {}

  static String of(List<Measured> all) throws IOException {
    return ABOUT.formatted(
            ServingVault.HEAP,
            KeptVaultScale.REQUESTS,
            KeptVaultScale.class.getName(),
            Machine.here())
        + head(all)
        + row("State directory", all, each -> megabytes(each.disk()))
        + row("Start, to `/health/ready` answering 200", all, each -> seconds(each.start()))
        + row("Live heap after the start", all, each -> megabytes(each.idle()))
        + row("Live heap after half of the requests", all, each -> megabytes(each.half()))
        + row("Live heap after all requests", all, each -> megabytes(each.full()))
        + row("Most resident memory until then", all, each -> megabytes(each.peak()))
        + row("Requests a second, emulator included", all, ScaleSection::rate)
        + row("Start after being killed", all, each -> seconds(each.restart()));
  }

  private static String head(List<Measured> all) {
    String sizes =
        all.stream().map(each -> each.size().toString()).collect(Collectors.joining(" | "));
    return "| | " + sizes + " |\n|---|" + "---|".repeat(all.size()) + "\n";
  }

  private static String row(String what, List<Measured> all, Function<Measured, String> figure) {
    return "| "
        + what
        + " | "
        + all.stream().map(figure).collect(Collectors.joining(" | "))
        + " |\n";
  }

  private static String rate(Measured each) {
    return "%.0f".formatted(KeptVaultScale.REQUESTS / (each.load().toMillis() / 1000.0));
  }

  private static String seconds(Duration time) {
    return "%.1f s".formatted(time.toMillis() / 1000.0);
  }

  private static String megabytes(long bytes) {
    return "%.1f MB".formatted(bytes / 1e6);
  }
}
