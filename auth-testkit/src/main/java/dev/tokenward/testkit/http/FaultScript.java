package dev.tokenward.testkit.http;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults that are still to come, in the order they were scripted. Thread-safe. */
final class FaultScript {

  private record Line(Fault fault, AtomicInteger left) {

    boolean takes(RecordedRequest request) {
      return fault.hits(request) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }

  private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

  void add(Fault fault) {
    lines.add(new Line(fault, new AtomicInteger(fault.times())));
  }

  /** Returns what shall happen to {@code request}, and uses that fault up by one. */
  Optional<Effect> next(RecordedRequest request) {
    return lines.stream()
        .filter(line -> line.takes(request))
        .findFirst()
        .map(line -> line.fault().effect());
  }

  void reset() {
    lines.clear();
  }
}
