package dev.tokenward.benchmarks.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One way to get a held token. */
record HitCase(Library library, Way way, int keys, int threads) {

  static final List<Integer> THREADS = List.of(1, 2, 8);
  static final List<Integer> KEYS = List.of(1, 100, 1_000, 100_000);

  /** The order of keys, or whether the request is new. */
  enum Way {
    HOT("hot"),
    SCATTERED("scattered"),
    BUILT("built");

    private final String benchmark;

    Way(String benchmark) {
      this.benchmark = benchmark;
    }

    String benchmark() {
      return Hits.class.getName() + "." + benchmark + "$";
    }
  }

  static HitCase hot(Library library, int keys, int threads) {
    return new HitCase(library, Way.HOT, keys, threads);
  }

  static HitCase scattered(Library library, int keys) {
    return new HitCase(library, Way.SCATTERED, keys, 1);
  }

  static HitCase built(Library library) {
    return new HitCase(library, Way.BUILT, 1, 1);
  }

  /** All that the libraries can do. Those to be compared follow one another. */
  static List<HitCase> all() {
    List<HitCase> all = new ArrayList<>();
    THREADS.forEach(threads -> each(library -> all.add(hot(library, 1, threads))));
    for (int keys : KEYS.subList(1, KEYS.size())) {
      each(library -> all.add(hot(library, keys, 1)));
      each(library -> all.add(scattered(library, keys)));
    }
    each(library -> all.add(built(library)));
    all.removeIf(each -> !each.possible());
    return List.copyOf(all);
  }

  private static void each(Consumer<Library> add) {
    List.of(Library.values()).forEach(add);
  }

  private boolean possible() {
    return library.holds(keys)
        && (way != Way.BUILT || library.can(Library.Ability.BUILDS_REQUESTS));
  }

  /** Whether a few percent matter: these are run more often. */
  boolean close() {
    return switch (library) {
      case FLOOR, TOKENWARD, GOOGLE, AWS -> true;
      default -> false;
    };
  }

  /** The same, done by another. */
  HitCase by(Library other) {
    return new HitCase(other, way, keys, threads);
  }

  @Override
  public String toString() {
    return "%s %s, keys: %,d, threads: %d".formatted(library.label(), way.benchmark, keys, threads);
  }
}
