package dev.tokenward.testkit.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts every request and remembers the latest. Thread-safe. */
final class RequestLog {

  /** Older requests than these are forgotten; their counts are not. */
  private static final int REMEMBERED = 1000;

  private record Route(String method, String path) {}

  private final Map<Route, Integer> counts = new HashMap<>();
  private final Deque<RecordedRequest> recent = new ArrayDeque<>();

  synchronized void add(RecordedRequest seen) {
    counts.merge(new Route(seen.method(), seen.path()), 1, Integer::sum);
    recent.addLast(seen);
    if (recent.size() > REMEMBERED) {
      recent.removeFirst();
    }
    notifyAll();
  }

  synchronized int count(String method, String path) {
    return counts.entrySet().stream()
        .filter(e -> e.getKey().method().equals(method) && e.getKey().path().contains(path))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  synchronized void await(String method, String path, int count) throws InterruptedException {
    while (count(method, path) < count) {
      wait();
    }
  }

  synchronized List<RecordedRequest> recent() {
    return List.copyOf(recent);
  }

  synchronized void reset() {
    counts.clear();
    recent.clear();
  }
}
