package dev.tokenward.vault.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * One root key: 32 random bytes, and a key of its own for each of its two uses, derived as by the
 * last step of HKDF (RFC 5869). Immutable; its text form is fixed.
 */
final class RootKey {

  private static final String HMAC = "HmacSHA256";
  private static final int CHECK_BYTES = 16;

  private final byte[] bytes;
  private final SecretKey wrapping;
  private final SecretKey checking;

  /** Copies {@code bytes}, which must be 32. */
  RootKey(byte[] bytes) {
    if (bytes.length != AesGcm.KEY_BYTES) {
      throw new IllegalArgumentException("A root key has 32 bytes, not " + bytes.length);
    }
    this.bytes = bytes.clone();
    this.wrapping = derived("tokenward wrap data keys", "AES");
    this.checking = derived("tokenward check value", HMAC);
  }

  static RootKey generate(SecureRandom random) {
    byte[] bytes = new byte[AesGcm.KEY_BYTES];
    random.nextBytes(bytes);
    try {
      return new RootKey(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private SecretKey derived(String use, String algorithm) {
    byte[] key = hmac(new SecretKeySpec(bytes, HMAC), use + "\u0001");
    try {
      return new SecretKeySpec(key, algorithm);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Wraps data keys. */
  SecretKey wrapping() {
    return wrapping;
  }

  String checkValue(String storeId) {
    return HexFormat.of().formatHex(hmac(checking, storeId), 0, CHECK_BYTES);
  }

  /** A copy for writing a ring; whoever asks wipes it. */
  byte[] copyBytes() {
    return bytes.clone();
  }

  boolean sameAs(RootKey other) {
    return MessageDigest.isEqual(bytes, other.bytes);
  }

  private static byte[] hmac(SecretKey key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "RootKey[redacted]";
  }
}
