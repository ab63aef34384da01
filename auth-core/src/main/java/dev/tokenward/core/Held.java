package dev.tokenward.core;

import java.time.Duration;

/** A token as it is kept, and when it is renewed. */
record Held(AccessToken token, Windows windows) {

  boolean freshFor(Duration minimum, long now) {
    return now < windows.freshUntil(minimum);
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
