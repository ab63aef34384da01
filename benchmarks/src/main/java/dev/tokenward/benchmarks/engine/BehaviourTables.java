package dev.tokenward.benchmarks.engine;

import dev.tokenward.benchmarks.engine.Spells.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The figures of crowds, of bad times and of memory. */
final class BehaviourTables {

  private static final String BURSTS =
      """
      Cold: nobody holds a token, and the provider answers after %,d ms. Refused: all hold one token, and
      within %,d ms each reports it and asks for another; the provider answers after %,d ms. MSAL4J and
      azure-identity run on 64 threads, which bounds what they send at once.
      """
          .formatted(Bursts.COLD_LATENCY.toMillis(), Bursts.SPREAD, Bursts.LATENCY.toMillis());

  private static final String OUTAGE =
      """
      %d callers ask again and again, for %,d s, while the provider answers 503 after 200 ms. The token
      that is held, of an hour's life, outlives the outage: it has %,d s left when the outage begins.
      """;

  private static final String SHORT =
      """
      %d callers ask again and again, for %,d s; tokens live 120 s. A miss is a call that cost a request.
      """;

  private static final String PAUSE =
      """
      Nobody holds a token; the provider answers 429 with `Retry-After: %d`. %d callers ask again and again
      inside that pause. Those that only see a supplier of tokens and no HTTP are left out.
      """
          .formatted(Spells.ASKED.toSeconds(), Spell.CALLERS);

  private static final String WEIGHT =
      """
      Heap after a full collection, for each of many tokens of %,d characters, the text and the request
      for it included. Libraries of one token are opened once for each; azure-identity, which searches
      all that it holds for each new one, has a tenth of the others' number.
      """
          .formatted(Answer.LENGTH);

  private final Found found;
  private final Effort effort;

  BehaviourTables(Found found, Effort effort) {
    this.found = found;
    this.effort = effort;
  }

  List<Table> all() {
    List<Library> caches = Library.caches();
    return List.of(
        new Table("Requests that reach the provider", BURSTS, caches, bursts()),
        outage("The provider is down", Kind.OUTAGE_EARLY),
        outage("The provider is down, the token near its end", Kind.OUTAGE_LATE),
        new Table(
            "Tokens of two minutes",
            SHORT.formatted(Spell.CALLERS, effort.renewals().toSeconds()),
            caches,
            List.of(
                spell("misses", Kind.SHORT_TOKENS, Spell.Outcome::misses, "%.1f %%"),
                spell("requests", Kind.SHORT_TOKENS, Spell.Outcome::requests, "%,.0f"))),
        new Table(
            "The provider asks for a pause",
            PAUSE,
            caches,
            List.of(spell("requests", Kind.RETRY_AFTER, Spell.Outcome::requests, "%,.0f"))),
        new Table(
            "Memory of a held token",
            WEIGHT,
            caches,
            List.of(
                Column.of(
                    "heap", library -> figure(found.weights(), library), "%,.0f B"::formatted))));
  }

  private List<Column> bursts() {
    List<Column> columns = new ArrayList<>();
    for (Bursts.Kind kind : Bursts.Kind.values()) {
      Map<Library, Long> requests = found.bursts().getOrDefault(kind, Map.of());
      columns.add(
          Column.of(kind.title(), library -> figure(requests, library), "%,.0f"::formatted));
    }
    return columns;
  }

  private static OptionalDouble figure(Map<Library, Long> figures, Library library) {
    Long figure = figures.get(library);
    return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
  }

  private Table outage(String heading, Kind kind) {
    return new Table(
        heading,
        OUTAGE.formatted(Spell.CALLERS, effort.outage().toSeconds(), kind.left().toSeconds()),
        Library.caches(),
        List.of(
            spell("failed calls", kind, Spell.Outcome::failed, "%.1f %%"),
            spell("longest wait", kind, outcome -> outcome.longest().toMillis(), "%,.0f ms")
                .within(20),
            spell("requests", kind, Spell.Outcome::requests, "%,.0f")));
  }

  private Column spell(
      String title, Kind kind, ToDoubleFunction<Spell.Outcome> figure, String format) {
    Map<Library, Spell.Outcome> outcomes = found.spells().getOrDefault(kind, Map.of());
    return Column.of(
        title,
        library -> {
          Spell.Outcome outcome = outcomes.get(library);
          return outcome == null
              ? OptionalDouble.empty()
              : OptionalDouble.of(figure.applyAsDouble(outcome));
        },
        format::formatted);
  }
}
