package dev.tokenward.benchmarks.engine;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Gets tokens that are held. Public and open, since JMH makes a subclass of it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class Hits {

  /** What is measured. */
  @Param public Library library = Library.FLOOR;

  /** How many tokens it holds. */
  @Param("1")
  public int keys;

  private TokenCache cache = key -> key;

  /** Fills the cache. */
  @Setup
  public void open() throws Exception {
    Silence.begin();
    cache = library.open(new Provider(), keys);
    for (int key = 0; key < keys; key++) {
      cache.prime(key);
    }
  }

  /** One key again and again: neither the first nor the last that was filled in. */
  @Benchmark
  public Object hot() throws Exception {
    return cache.hit(keys / 2);
  }

  /** Every key, without order. */
  @Benchmark
  public Object scattered(Order order) throws Exception {
    return cache.hit(order.next());
  }

  /** One key, each time with a new request for it. */
  @Benchmark
  public Object built() throws Exception {
    return cache.build(keys / 2);
  }

  /** A sequence of keys, thought out beforehand. */
  @State(Scope.Thread)
  public static class Order {

    private static final int LENGTH = 1 << 16;

    private final int[] sequence = new int[LENGTH];
    private int at;

    /** Thinks it out. */
    @Setup
    public void shuffle(Hits hits) {
      Random random = new Random(1);
      for (int i = 0; i < LENGTH; i++) {
        sequence[i] = random.nextInt(hits.keys);
      }
    }

    int next() {
      return sequence[at++ & (LENGTH - 1)];
    }
  }
}
