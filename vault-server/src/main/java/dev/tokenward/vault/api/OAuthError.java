package dev.tokenward.vault.api;

import dev.tokenward.core.TokenException;
import dev.tokenward.vault.access.RefusedException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An error of the token endpoint (RFC 6749, 5.2; RFC 8707, 2). */
final class OAuthError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;
  private final @Nullable Duration retryAfter;

  OAuthError(String error, String description) {
    this(400, error, description, null);
  }

  private OAuthError(int status, String error, String description, @Nullable Duration retryAfter) {
    super(description);
    this.status = status;
    this.error = error;
    this.retryAfter = retryAfter;
  }

  static OAuthError invalidClient() {
    return new OAuthError(401, "invalid_client", "Client id and secret do not match", null);
  }

  static OAuthError of(RefusedException e) {
    String text = e.getMessage() + (e.nextStep() == null ? "" : ". " + e.nextStep());
    return switch (e.reason()) {
      case NOT_FOUND, STORED_SECRET_NOT_RELEASED, TOKEN_OUTLIVES_POLICY, WIDER_THAN_POLICY ->
          new OAuthError("invalid_target", text);
      case AUDIT_UNAVAILABLE, STORE_UNAVAILABLE ->
          new OAuthError(503, "temporarily_unavailable", text, null);
      case CREDENTIAL_BROKEN -> new OAuthError(502, "server_error", text, null);
      case TOO_LARGE -> new OAuthError(413, "invalid_request", text, null);
      case TOO_MANY -> new OAuthError(429, "invalid_request", text, null);
      default -> new OAuthError("invalid_request", text);
    };
  }

  static OAuthError of(TokenException e) {
    String text =
        e.code().map(code -> code + ": ").orElse("") + e.getMessage() + ". " + e.nextStep();
    Duration pause = e.retryAfter().orElse(null);
    return switch (e.reason()) {
      case CONFIGURATION ->
          e.code().isPresent()
              ? new OAuthError(502, "server_error", text, pause)
              : new OAuthError("invalid_scope", text);
      case REJECTED, NEEDS_CONSENT, CREDENTIAL_EXPIRED, DENIED ->
          new OAuthError(502, "server_error", text, pause);
      case THROTTLED -> new OAuthError(429, "temporarily_unavailable", text, pause);
      case TIMED_OUT, INTERRUPTED -> new OAuthError(504, "temporarily_unavailable", text, pause);
      case CLOSED -> new OAuthError(503, "temporarily_unavailable", text, pause);
      case UNREACHABLE -> new OAuthError(502, "temporarily_unavailable", text, pause);
    };
  }

  int status() {
    return status;
  }

  String error() {
    return error;
  }

  String description() {
    return String.valueOf(getMessage());
  }

  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
