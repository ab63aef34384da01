package dev.tokenward.benchmarks.engine;

import dev.tokenward.benchmarks.Machine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes down what was measured. */
final class EngineSection {

  static final String HEADING = "The token engine beside its peers";

  private static final String ABOUT =
      """
      All libraries in one run, each in front of a provider inside the process that counts what it is
      asked. Times of hits are the median of one-second iterations; each of their cases runs in a process of
      its own, and the close ones (the floor, Tokenward, google-auth, AWS) in three rounds. The rest is
      measured in the process that starts them. A request that is reused is the very object by which the
      token is kept, in the floor too. No library logs.

      Command: `mvn -Pbenchmarks -pl benchmarks -am package -DskipTests` and then
      `java -cp benchmarks/target/tokenward-benchmarks.jar %s`
      (it took %d minutes; `--quick` is for trying out and writes nothing)

      Machine: %s

      Versions: %s

      """;

  private static final String REASONS =
      """

      Why, and what to weigh. Hits: google-auth and AWS hold one token for each object, so that a call is the
      read of a field; here, as in the floor, it is a look into a map of many. Outage: Spring Security does not
      renew before the last minute, AWS at a random moment of the time left, azure-core not within 30 s of a
      success; they ask less while there is time, and pay when there is none. Here the first callers whose
      token is near its end wait a moment for the fresh one (`CacheSettings.staleWait`, 250 ms from when it
      was asked for), and then all take the old one. Both outages lie inside the five minutes before a token's
      end in which MSAL4J and azure-identity insist on another; with more time left they would not fail.
      Requests are counted at the source that a library is put around; an app of Entra ID here repeats a
      failed one up to twice inside one grant. Refused tokens are reported in each library's own way, which
      for the peers is to ask for another, whatever was refused. Memory: beside its text a token keeps its
      SHA-256, so that `invalidate` compares without the text, and its times; a key keeps what it knows of
      failures.
      """;

  private EngineSection() {}

  static String of(Found found, Effort effort, Duration took) throws IOException {
    List<Table> tables =
        Stream.concat(
                new HitTables(found.hits()).all().stream(),
                new BehaviourTables(found, effort).all().stream())
            .toList();
    return ABOUT.formatted(
            EngineBesidePeers.class.getName(), took.toMinutes(), Machine.here(), versions())
        + Targets.of(found)
        + tables.stream().map(Table::markdown).collect(Collectors.joining())
        + "### Where a peer is better\n\n"
        + tables.stream()
            .flatMap(table -> table.betterWithPeers().stream())
            .collect(Collectors.joining("\n"))
        + "\n"
        + REASONS;
  }

  private static String versions() {
    return Library.peers().stream()
        .map(library -> library.label() + ": " + library.jar())
        .collect(Collectors.joining(", "));
  }
}
