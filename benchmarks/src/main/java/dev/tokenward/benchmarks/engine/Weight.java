package dev.tokenward.benchmarks.engine;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** How much heap a held token takes: its own text, and what the library keeps with it. */
final class Weight {

  private final Library library;

  Weight(Library library) {
    this.library = library;
  }

  /** Bytes for each of so many tokens; a library of one token is opened for each. */
  long ofEach(int tokens) throws Exception {
    // Classes, pools and tables of their first use are no part of a token.
    fill(1);
    long before = used();
    List<TokenCache> filled = fill(tokens);
    long after = used();
    if (filled.isEmpty()) {
      throw new IllegalStateException("Nothing was held");
    }
    return (after - before) / tokens;
  }

  private List<TokenCache> fill(int tokens) throws Exception {
    int keys = library.keyed() ? tokens : 1;
    List<TokenCache> filled = new ArrayList<>();
    for (int i = 0; i < tokens / keys; i++) {
      TokenCache cache = library.open(new Provider(), keys);
      for (int key = 0; key < keys; key++) {
        cache.prime(key);
      }
      filled.add(cache);
    }
    return filled;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
