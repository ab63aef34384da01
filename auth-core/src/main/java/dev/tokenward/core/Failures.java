package dev.tokenward.core;

import dev.tokenward.core.TokenException.Reason;
import java.time.Duration;
import java.time.Instant;

/** The failures of the engine itself, in words, for the credential of a name. */
record Failures(String credential) {

  TokenException closed() {
    return new TokenException(
        Reason.CLOSED, "The source of " + credential + " was closed", "Open the credential again.");
  }

  TokenException interrupted() {
    return new TokenException(
        Reason.INTERRUPTED,
        "The thread was interrupted while it waited for a token of " + credential,
        "Ask again unless the program is stopping.");
  }

  TokenException timedOut(Duration patience) {
    return new TokenException(
        Reason.TIMED_OUT,
        "No token for " + credential + " came within " + patience,
        "Ask again, with more patience if the server is slow.");
  }

  TokenException unanswered(Duration limit) {
    return new TokenException(
        Reason.UNREACHABLE,
        "The grant for " + credential + " did not return within " + limit,
        "Check that the authorization server answers.");
  }

  TokenException endedOnArrival() {
    return new TokenException(
        Reason.UNREACHABLE,
        "The tokens that the server gives for " + credential + " have ended when they arrive",
        "Compare this machine's clock with the server's.");
  }

  /** A token is held, but not for as long as asked, and {@code cause} is why there is no other. */
  TokenException endsTooEarly(Instant end, TokenException cause) {
    TokenException failure =
        new TokenException(
                cause.reason() == Reason.TIMED_OUT ? Reason.TIMED_OUT : Reason.UNREACHABLE,
                "The token held for "
                    + credential
                    + " ends at "
                    + end
                    + ", earlier than asked, and there is no newer one",
                "Ask for less remaining life, or again later.")
            .causedBy(cause);
    return cause.retryAfter().map(failure::withRetryAfter).orElse(failure);
  }

  /**
   * A bug or a broken platform below a source: its class and place; its message may hold a secret.
   */
  TokenException broken(Throwable error) {
    TokenException failure =
        new TokenException(
            Reason.UNREACHABLE,
            "Acquiring a token for " + credential + " broke off with " + error.getClass().getName(),
            "Report this with the stack trace; the place is where it broke.");
    failure.setStackTrace(error.getStackTrace());
    return failure;
  }
}
