package dev.tokenward.core;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What authorizes a request: either minted for a while ({@link MintedToken}) or the stored secret
 * itself ({@link StoredToken}). The distinction is a type so that code which hands tokens out can
 * take the one and never the other.
 *
 * <p>Immutable. Text forms show {@link #id()} only.
 */
public abstract sealed class AccessToken permits MintedToken, StoredToken {

  private final String authorization;
  private final byte[] digest;

  AccessToken(String authorization) {
    this.authorization = authorization;
    this.digest = Digest.sha256(authorization);
  }

  /**
   * The complete value of the {@code Authorization} header: {@code Bearer …} (RFC 6750) or {@code
   * Basic …} (RFC 7617). It is the secret: keep it out of logs, messages and URLs.
   */
  public final String authorization() {
    return authorization;
  }

  /** The first eight hex digits of a SHA-256 over the header value: names a token without it. */
  public final String id() {
    return HexFormat.of().formatHex(digest, 0, 4);
  }

  /** When the token ends, by the wall clock, or null where a stored secret does not tell. */
  public abstract @Nullable Instant expiresAt();

  /** The request this token was kept under, or null before the engine kept it. */
  abstract @Nullable TokenRequest request();

  /** This token, stamped with the request it is kept under. */
  abstract AccessToken keptUnder(TokenRequest request);

  /** Two tokens are equal when they authorize alike; compared in constant time. */
  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof AccessToken that && MessageDigest.isEqual(digest, that.digest);
  }

  @Override
  public final int hashCode() {
    return Digest.hash(digest);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + id() + "]";
  }
}
