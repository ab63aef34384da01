package dev.tokenward.testkit.entra;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One sign-in on a device. Thread-safe. */
final class DeviceCode {

  private static final Duration SLOWER_BY = Duration.ofSeconds(5);

  private final EntraApp app;
  private final AskedScopes scopes;
  private final List<String> contexts;
  private final Instant end;
  private Duration interval;
  private Instant nextPoll = Instant.MIN;
  private boolean declined;
  private boolean redeemed;
  private @Nullable EntraUser user;

  DeviceCode(
      EntraApp app, AskedScopes scopes, List<String> contexts, Duration interval, Instant end) {
    this.app = app;
    this.scopes = scopes;
    this.contexts = contexts;
    this.interval = interval;
    this.end = end;
  }

  EntraApp app() {
    return app;
  }

  AskedScopes scopes() {
    return scopes;
  }

  synchronized boolean isOpen(Instant now) {
    return now.isBefore(end) && user == null && !declined;
  }

  synchronized void approve(EntraUser by) {
    user = by;
  }

  synchronized void decline() {
    declined = true;
  }

  /** Counts one poll at {@code now}; returns why it gets no tokens. */
  synchronized Optional<EntraError> poll(Instant now, boolean slowDown) {
    if (redeemed) {
      return Optional.of(EntraError.BAD_DEVICE_CODE);
    }
    if (!now.isBefore(end)) {
      return Optional.of(EntraError.EXPIRED_DEVICE_CODE);
    }
    if (slowDown || now.isBefore(nextPoll)) {
      interval = interval.plus(SLOWER_BY);
      nextPoll = now.plus(interval);
      return Optional.of(EntraError.SLOW_DOWN);
    }
    nextPoll = now.plus(interval);
    return declined ? Optional.of(EntraError.DEVICE_DECLINED) : pending();
  }

  private Optional<EntraError> pending() {
    return user == null ? Optional.of(EntraError.AUTHORIZATION_PENDING) : Optional.empty();
  }

  /** Takes what the user granted; empty for all but the first. */
  synchronized Optional<UserGrant> redeem() {
    if (redeemed || user == null) {
      return Optional.empty();
    }
    redeemed = true;
    return Optional.of(UserGrant.of(app, user, scopes, contexts));
  }
}
