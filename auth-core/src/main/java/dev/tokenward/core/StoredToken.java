package dev.tokenward.core;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A stored secret in the form of a token: a personal access token, an API key. It is never handed
 * to anyone; it only authorizes a request of whoever holds the secret. It lives until it is
 * invalidated or the credential changes.
 */
public final class StoredToken extends AccessToken {

  private final @Nullable TokenRequest request;

  private StoredToken(String authorization, @Nullable TokenRequest request) {
    super(authorization);
    this.request = request;
  }

  /**
   * HTTP Basic (RFC 7617) with {@code secret} as the password, in UTF-8.
   *
   * @param username without a colon, which would end it; may be empty
   * @throws IllegalStateException when {@code secret} was destroyed
   */
  public static StoredToken basic(String username, Secret secret) {
    byte[] pair = (username + ":" + secret.reveal()).getBytes(StandardCharsets.UTF_8);
    return new StoredToken("Basic " + Base64.getEncoder().encodeToString(pair), null);
  }

  /** Always null: a stored secret does not tell when it ends. */
  @Override
  public @Nullable Instant expiresAt() {
    return null;
  }

  @Override
  @Nullable TokenRequest request() {
    return request;
  }

  @Override
  StoredToken keptUnder(TokenRequest key) {
    return new StoredToken(authorization(), key);
  }
}
