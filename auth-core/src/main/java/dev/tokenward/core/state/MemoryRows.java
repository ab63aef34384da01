package dev.tokenward.core.state;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Rows that end with this object. */
final class MemoryRows implements Rows {

  private final ConcurrentHashMap<String, KeptRow> rows = new ConcurrentHashMap<>();
  private final Clock clock;

  MemoryRows(Clock clock) {
    this.clock = clock;
  }

  @Override
  public <T> T update(String key, Change<T> change) {
    List<T> answer = new ArrayList<>(1);
    rows.compute(
        key,
        (ignored, row) -> {
          Changed<T> changed = change.of(row == null ? KeptRow.EMPTY : row, clock.instant());
          answer.add(changed.answer());
          return changed.row().equals(KeptRow.EMPTY) ? null : changed.row();
        });
    return answer.get(0);
  }
}
