package dev.tokenward.benchmarks.engine;

import java.util.List;
import java.util.Map;

/** What the hits took: of each case the median of its iterations, and what one allocated. */
record HitFigures(Map<HitCase, List<Double>> times, Map<HitCase, Double> bytes) {

  boolean has(HitCase of) {
    return times.containsKey(of);
  }

  double nanos(HitCase of) {
    List<Double> sorted = times.getOrDefault(of, List.of()).stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /** Whole bytes: a fraction is what the harness itself allocates now and then. */
  long allocated(HitCase of) {
    return Math.round(bytes.getOrDefault(of, 0.0));
  }

  /** How many times the floor in the same case. */
  double ratio(HitCase of) {
    HitCase.Way way = of.way() == HitCase.Way.BUILT ? HitCase.Way.HOT : of.way();
    return nanos(of) / nanos(new HitCase(Library.FLOOR, way, of.keys(), of.threads()));
  }
}
