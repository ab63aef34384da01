package dev.tokenward.oauth;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** Signs in by a code that is entered on another device (RFC 8628). */
final class DeviceSignIn {

  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final Duration SLOWER = Duration.ofSeconds(5);
  private static final Duration SLOWEST = Duration.ofMinutes(1);

  private final Provider provider;
  private final GrantStore store;

  DeviceSignIn(Provider provider, GrantStore store) {
    this.provider = provider;
    this.store = store;
  }

  /** Shows a code, and waits until it was entered. */
  Answered signIn(Consumer<DeviceCode> show) {
    TokenReply begun = begin();
    Instant end = now().plus(begun.lifetime());
    show.accept(new DeviceCode(begun.text("user_code"), page(begun), end));
    Duration interval = interval(begun);
    while (now().isBefore(end)) {
      pause(interval);
      Outcome outcome =
          provider
              .call()
              .ask(
                  Endpoints.TOKEN,
                  Map.of("grant_type", GRANT, "device_code", begun.text("device_code")),
                  false);
      if (!mayCome(outcome)) {
        return Answered.of(provider, store, outcome, null, "");
      }
      interval = isTooFast(outcome) ? slower(interval) : interval;
    }
    throw new TokenException(
        Reason.TIMED_OUT,
        "Nobody entered the code for " + provider.client().name() + " in time",
        "Begin again.");
  }

  private TokenReply begin() {
    Outcome outcome =
        provider
            .call()
            .ask(
                Endpoints.DEVICE,
                Map.of("scope", String.join(" ", provider.client().scopes())),
                true);
    if (outcome instanceof Outcome.Granted granted
        && !granted.reply().text("device_code").isEmpty()) {
      return granted.reply();
    }
    throw outcome instanceof Outcome.Refused refused
        ? refused.failure()
        : Refusals.noAnswer(provider.client().name());
  }

  private URI page(TokenReply begun) {
    String page = begun.text("verification_uri");
    try {
      return URI.create(page.isEmpty() ? begun.text("verification_url") : page);
    } catch (IllegalArgumentException e) {
      throw Refusals.noAnswer(provider.client().name());
    }
  }

  private static Duration interval(TokenReply begun) {
    try {
      return Duration.ofSeconds(Math.max(1, Long.parseLong(begun.text("interval"))));
    } catch (NumberFormatException e) {
      return SLOWER;
    }
  }

  private static boolean mayCome(Outcome outcome) {
    return outcome instanceof Outcome.Unanswered
        || (outcome instanceof Outcome.Refused refused
            && (refused.error().equals("authorization_pending")
                || isTooFast(outcome)
                || (refused.failure().retryable() && refused.error().isEmpty())));
  }

  // A server that does not answer is asked less often too (RFC 8628, 3.5).
  private static boolean isTooFast(Outcome outcome) {
    return outcome instanceof Outcome.Unanswered
        || (outcome instanceof Outcome.Refused refused && refused.error().equals("slow_down"));
  }

  private static Duration slower(Duration interval) {
    Duration next = interval.plus(SLOWER);
    return next.compareTo(SLOWEST) > 0 ? SLOWEST : next;
  }

  private Instant now() {
    return provider.runtime().clock().instant();
  }

  private void pause(Duration interval) {
    try {
      provider.runtime().pause(interval);
    } catch (InterruptedIOException e) {
      throw new TokenException(
          Reason.INTERRUPTED,
          "Interrupted while a person signs in for " + provider.client().name(),
          "Begin again.");
    }
  }
}
