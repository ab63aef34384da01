package dev.tokenward.core;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The token of a user on whose behalf a request asks, known in the cache by its digest. */
final class UserToken {

  private final Secret secret;
  private final byte[] digest;

  UserToken(String text) {
    if (!text.matches("[!-~]+")) {
      throw new IllegalArgumentException("A token is visible ASCII text without spaces");
    }
    this.secret = Secret.of(text);
    this.digest = Digest.sha256(text);
  }

  /** A copy: whoever destroys it leaves the request as it is. */
  Secret secret() {
    return secret.copy();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UserToken that && MessageDigest.isEqual(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Digest.hash(digest);
  }
}
