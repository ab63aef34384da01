package dev.tokenward.core;

import java.time.Duration;

/**
 * A token as it is kept.
 *
 * @param refreshAt of the windows; kept here, where the path of a cached hit finds it in one read
 */
record Held(AccessToken token, Windows windows, long refreshAt) {

  static Held of(AccessToken token, Windows windows) {
    return new Held(token, windows, windows.refreshAt());
  }

  boolean freshFor(Duration minimum, long now) {
    return now < refreshAt && (minimum.isZero() || now < windows.freshUntil(minimum));
  }

  boolean usableFor(Duration minimum, long now) {
    return now < windows.usableUntil(minimum);
  }

  boolean stale(long now) {
    return now >= windows.staleAt();
  }

  boolean expired(long now) {
    return now >= windows.expiresAt();
  }
}
