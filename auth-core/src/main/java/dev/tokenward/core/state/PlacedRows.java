package dev.tokenward.core.state;

import dev.tokenward.core.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows as texts of a {@link StatePlace}. */
final class PlacedRows implements Rows {

  private final StatePlace place;

  PlacedRows(StatePlace place) {
    this.place = place;
  }

  @Override
  public <T> T update(String key, Change<T> change) {
    return place.update(key, (text, now) -> changed(text, now, change));
  }

  private static <T> StatePlace.Changed<T> changed(
      @Nullable Secret text, Instant now, Change<T> change) {
    KeptRow row = text == null ? KeptRow.EMPTY : StateText.row(text.reveal());
    Changed<T> changed = change.of(row, now);
    boolean same = changed.row().equals(row);
    return new StatePlace.Changed<>(
        same ? null : Secret.of(StateText.row(changed.row())), changed.answer());
  }
}
