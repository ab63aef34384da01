package dev.tokenward.vault.lease;

import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.store.Listed;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * To whom a credential's tokens are not issued for a while: an upstream token cannot be recalled,
 * so that ending its lease ends the issue of more until it has expired. Thread-safe.
 */
final class StoppedIssue {

  /** Until when, for one caller and one credential. */
  private record Stop(String callerId, String credentialId, Instant until) {

    String name() {
      return name(callerId, credentialId);
    }

    static String name(String callerId, String credentialId) {
      return callerId + " " + credentialId;
    }

    Stop orLater(Stop other) {
      return until.isAfter(other.until) ? this : other;
    }
  }

  private static final Noun<Stop> STOPS =
      Noun.of("stopped-issue", Stop.class).endingAt(stop -> Optional.of(stop.until()));

  static final Noun<?> NOUN = STOPS;

  private static final int PAGE = 1_000;

  private final Clock clock;
  private final Map<String, Stop> stops = new ConcurrentHashMap<>();

  StoppedIssue(Clock clock) {
    this.clock = clock;
  }

  /** Goes on with what is kept. */
  void load(Store store) {
    List<Listed<Stop>> page = store.list(STOPS, "", PAGE);
    while (!page.isEmpty()) {
      page.forEach(each -> stops.put(each.name(), each.orThrow().value()));
      page = store.list(STOPS, page.get(page.size() - 1).name(), PAGE);
    }
  }

  /** Keeps all of them. */
  void keep(Store.Change change) {
    stops
        .values()
        .forEach(
            stop -> {
              change.remove(STOPS, stop.name());
              change.add(STOPS, stop.name(), stop.name(), stop, Map.of());
            });
  }

  void stop(Caller caller, String credentialId, Instant until) {
    Stop stop = new Stop(caller.id(), credentialId, until);
    stops.merge(stop.name(), stop, Stop::orLater);
  }

  /**
   * Refuses issue that was stopped.
   *
   * @throws RefusedException for {@code WIDER_THAN_POLICY}, saying until when
   */
  void requireNone(Caller caller, String credentialId) {
    Stop stop = stops.get(Stop.name(caller.id(), credentialId));
    if (stop != null && stop.until().isAfter(clock.instant())) {
      throw new RefusedException(
          RefusedException.Reason.WIDER_THAN_POLICY,
          "Issue of this credential to this caller was stopped until " + stop.until(),
          null,
          "Wait until then: a lease of its token was revoked.");
    }
  }

  void forgetEnded() {
    Instant now = clock.instant();
    stops.values().removeIf(stop -> !stop.until().isAfter(now));
  }
}
