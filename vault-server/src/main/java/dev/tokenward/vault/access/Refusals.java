package dev.tokenward.vault.access;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes note of requests that were refused before anyone proved who calls. Thread-safe; never
 * blocks and never fails.
 */
@FunctionalInterface
public interface Refusals {

  /** What was refused. */
  enum Reason {
    /** A call of the API, with 401. */
    API_UNAUTHENTICATED,
    /** A request for a token, with 401. */
    CLIENT_UNAUTHENTICATED,
    /** A request through the proxy, with 401. */
    PROXY_UNAUTHENTICATED,
    /** A step of a consent that is not known, by a browser that proves nothing. */
    CONSENT_UNPROVEN,
    /** A request for another server, with 421. */
    MISDIRECTED;

    /** As it is written. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** For a vault that keeps no such notes. */
  Refusals NONE = (reason, address, name) -> {};

  /**
   * Counts one refusal.
   *
   * @param address whose connection it was, or null where it has none
   * @param name who the client said it is, unproven, or null; never what it proves itself with
   */
  void note(Reason reason, @Nullable String address, @Nullable String name);

  /** The name in a header of scheme Basic; null where there is none. */
  static @Nullable String nameIn(@Nullable String authorization) {
    return Optional.ofNullable(authorization)
        .map(String::strip)
        .flatMap(BasicPair::of)
        .map(BasicPair::user)
        .orElse(null);
  }
}
