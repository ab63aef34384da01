package dev.tokenward.testkit.devops;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The work items of an organization. Thread-safe. */
final class WorkItems {

  /**
   * One revision of a work item. Immutable.
   *
   * @param fields by reference name, as in {@code System.Title}
   */
  record WorkItem(int id, int rev, Map<String, Object> fields) {

    WorkItem {
      fields = Map.copyOf(fields);
    }

    /** Returns the next revision, with other fields. */
    WorkItem next(Map<String, Object> changed) {
      return new WorkItem(id, rev + 1, changed);
    }

    Map<String, Object> sortedFields() {
      return new TreeMap<>(fields);
    }
  }

  private final Map<Integer, WorkItem> items = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();

  WorkItem create(Map<String, Object> fields) {
    WorkItem item = new WorkItem(lastId.incrementAndGet(), 1, fields);
    items.put(item.id(), item);
    return item;
  }

  Optional<WorkItem> find(int id) {
    return Optional.ofNullable(items.get(id));
  }

  /** Replaces a work item by what {@code change} makes of it, at once or not at all. */
  Optional<WorkItem> change(int id, UnaryOperator<WorkItem> change) {
    return Optional.ofNullable(items.computeIfPresent(id, (key, old) -> change.apply(old)));
  }
}
