package dev.tokenward.testkit.grants;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Text that means something only to who made it, who keeps no more of it than its SHA-256. */
public final class Opaque {

  private Opaque() {}

  /** Makes a text of 256 random bits. */
  public static String next(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The SHA-256 of {@code text} in hexadecimal. */
  public static String digest(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  /** The SHA-256 of {@code text}. */
  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
