package dev.tokenward.core;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a token; no event holds a token's text. */
public sealed interface TokenEvent {

  /** The request the token answers. */
  TokenRequest request();

  /**
   * A token was acquired or renewed.
   *
   * @param tokenId {@link AccessToken#id()}
   * @param expiresAt its end, or null where it is not known
   * @param took how long the grant took
   */
  record Acquired(TokenRequest request, String tokenId, @Nullable Instant expiresAt, Duration took)
      implements TokenEvent {}

  /**
   * A grant failed.
   *
   * @param reason why
   * @param failures how many in a row
   * @param pause how long the engine waits before it asks again
   */
  record RefreshFailed(
      TokenRequest request, TokenException.Reason reason, int failures, Duration pause)
      implements TokenEvent {}

  /**
   * A held token was given up because a caller reported that it is refused.
   *
   * @param tokenId {@link AccessToken#id()}
   */
  record Invalidated(TokenRequest request, String tokenId) implements TokenEvent {}

  /**
   * A held token left the cache for room or because it had ended.
   *
   * @param tokenId {@link AccessToken#id()}
   */
  record Evicted(TokenRequest request, String tokenId) implements TokenEvent {}
}
