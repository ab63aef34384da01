package dev.tokenward.benchmarks.engine;

import java.util.stream.IntStream;

/** What distinguishes the keys: each stands for an API of its own. */
final class Scopes {

  private Scopes() {}

  static String[] upTo(int keys) {
    return IntStream.range(0, keys)
        .mapToObj(key -> "api://service-" + key + "/.default")
        .toArray(String[]::new);
  }
}
