package dev.tokenward.benchmarks.engine;

import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * One figure of every library; the smaller is the better.
 *
 * @param value nothing where a library cannot do it
 * @param noise the least difference that counts; and two of a hundred at least
 * @param format how the figure of a library is written
 */
record Column(
    String title,
    Function<Library, OptionalDouble> value,
    double noise,
    BiFunction<Library, Double, String> format) {

  private static final double SHARE = 0.98;

  static Column of(
      String title, Function<Library, OptionalDouble> value, DoubleFunction<String> format) {
    return new Column(title, value, 0, (library, figure) -> format.apply(figure));
  }

  String cell(Library library) {
    OptionalDouble figure = value.apply(library);
    return figure.isPresent() ? format.apply(library, figure.getAsDouble()) : "-";
  }

  /** Whether a peer does better than this project. */
  boolean betterWith(Library peer) {
    OptionalDouble theirs = value.apply(peer);
    OptionalDouble ours = value.apply(Library.TOKENWARD);
    return theirs.isPresent()
        && ours.isPresent()
        && theirs.getAsDouble() < Math.min(SHARE * ours.getAsDouble(), ours.getAsDouble() - noise);
  }

  /** This column, in which smaller differences come by chance. */
  Column within(double difference) {
    return new Column(title, value, difference, format);
  }
}
