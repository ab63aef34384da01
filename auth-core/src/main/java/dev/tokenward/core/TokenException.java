package dev.tokenward.core;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * There is no token, and why. The message names the credential or the host and never holds a value,
 * a header, a body or a query; {@link #nextStep()} says what to do.
 */
public final class TokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why there is no token. */
  public enum Reason {
    /** A field of the credential or of the request is wrong. */
    CONFIGURATION(false),
    /** The authorization server does not take the credential. */
    REJECTED(false),
    /** A person has to consent first. */
    NEEDS_CONSENT(false),
    /** The server asks for a pause. */
    THROTTLED(true),
    /** The server cannot be reached, or answers with an error of its own. */
    UNREACHABLE(true),
    /** The stored credential has expired. */
    CREDENTIAL_EXPIRED(false),
    /** The credential is good, and this is still not allowed. */
    DENIED(false),
    /** The caller's patience ended first. */
    TIMED_OUT(true),
    /** The calling thread was interrupted. */
    INTERRUPTED(true),
    /** The source was closed. */
    CLOSED(false);

    private final boolean retryable;

    Reason(boolean retryable) {
      this.retryable = retryable;
    }
  }

  private final Reason reason;
  private final String nextStep;
  private final @Nullable String code;
  private final @Nullable Duration retryAfter;

  /** A failure for {@code reason}; {@code nextStep} is a sentence for whoever reads it. */
  public TokenException(Reason reason, String message, String nextStep) {
    this(reason, message, nextStep, null, null, null);
  }

  private TokenException(
      Reason reason,
      String message,
      String nextStep,
      @Nullable String code,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.nextStep = nextStep;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** This failure, with the server's own code, such as {@code AADSTS7000215}. */
  public TokenException withCode(String serverCode) {
    return new TokenException(reason, text(), nextStep, serverCode, retryAfter, getCause());
  }

  /** This failure, with the pause before another attempt makes sense. */
  public TokenException withRetryAfter(Duration pause) {
    return new TokenException(reason, text(), nextStep, code, pause, getCause());
  }

  /** This failure, because of another one. */
  TokenException causedBy(TokenException cause) {
    return new TokenException(reason, text(), nextStep, code, retryAfter, cause);
  }

  private String text() {
    return String.valueOf(getMessage());
  }

  /** Why there is no token. */
  public Reason reason() {
    return reason;
  }

  /** Whether the same call may succeed later with nothing changed. */
  public boolean retryable() {
    return reason.retryable;
  }

  /** What to do, in one sentence. */
  public String nextStep() {
    return nextStep;
  }

  /** The server's own code for its refusal, where it gave one. */
  public Optional<String> code() {
    return Optional.ofNullable(code);
  }

  /** How long to wait before another attempt is made, where that is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
