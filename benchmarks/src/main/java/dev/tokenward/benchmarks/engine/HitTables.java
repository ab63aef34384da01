package dev.tokenward.benchmarks.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The figures of held tokens. */
final class HitTables {

  private static final String TIMES =
      """
      Time of one call, and how many times the floor's in the same case. `-`: the library
      does not do it. The floor is a ConcurrentHashMap.get and a read of the same clock.
      """;

  private static final String KEYS =
      """
      One thread. Libraries that hold one token for each object are left out: whoever wants many keys of
      them puts a map of their own before them.
      """;

  private final HitFigures hits;

  HitTables(HitFigures hits) {
    this.hits = hits;
  }

  List<Table> all() {
    List<Library> everyone = List.of(Library.values());
    List<Library> keyed = Stream.of(Library.values()).filter(Library::keyed).toList();
    List<Library> builders =
        everyone.stream().filter(library -> library.can(Library.Ability.BUILDS_REQUESTS)).toList();
    return List.of(
        new Table("A held token, by threads", TIMES, everyone, byThreads()),
        new Table("A held token, one hot key among many", KEYS, keyed, byKeys(HitTables::hot)),
        new Table("A held token, keys in random order", KEYS, keyed, byKeys(HitTables::scattered)),
        new Table(
            "A held token, the request built for each call",
            "One key, one thread; beside the floor of a request that is kept.\n",
            builders,
            List.of(time("time", HitCase::built), bytes("allocated", HitCase::built))));
  }

  private static HitCase hot(Library library, int keys) {
    return HitCase.hot(library, keys, 1);
  }

  private static HitCase scattered(Library library, int keys) {
    return keys == 1 ? hot(library, keys) : HitCase.scattered(library, keys);
  }

  private List<Column> byThreads() {
    List<Column> columns = new ArrayList<>();
    for (int threads : HitCase.THREADS) {
      Function<Library, HitCase> of = library -> HitCase.hot(library, 1, threads);
      columns.add(time(threads + (threads == 1 ? " thread" : " threads"), of));
      columns.add(bytes("allocated", of));
    }
    return columns;
  }

  private interface Keyed {
    HitCase of(Library library, int keys);
  }

  private List<Column> byKeys(Keyed order) {
    return HitCase.KEYS.stream()
        .map(keys -> time("%,d held".formatted(keys), library -> order.of(library, keys)))
        .toList();
  }

  private Column time(String title, Function<Library, HitCase> of) {
    return new Column(
        title,
        library -> figure(of.apply(library), hits::nanos),
        0,
        (library, nanos) ->
            "%s (%s)".formatted(nanos(nanos), times(hits.ratio(of.apply(library)))));
  }

  private Column bytes(String title, Function<Library, HitCase> of) {
    return Column.of(
        title, library -> figure(of.apply(library), hits::allocated), "%,.0f B"::formatted);
  }

  private OptionalDouble figure(HitCase of, ToDoubleFunction<HitCase> figure) {
    return hits.has(of) ? OptionalDouble.of(figure.applyAsDouble(of)) : OptionalDouble.empty();
  }

  private static String nanos(double nanos) {
    return nanos < 10_000 ? "%,.0f ns".formatted(nanos) : "%,.0f µs".formatted(nanos / 1_000);
  }

  private static String times(double ratio) {
    return ratio < 10 ? "%.2f ×".formatted(ratio) : "%,.0f ×".formatted(ratio);
  }
}
