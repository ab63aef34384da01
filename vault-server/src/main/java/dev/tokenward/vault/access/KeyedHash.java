package dev.tokenward.vault.access;

import dev.tokenward.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed SHA-256 (HMAC) of the strings that clients prove themselves with, so that what the vault
 * holds opens nothing. Fast on purpose: these strings are long and random, and a slow hash would
 * only slow the vault.
 */
public final class KeyedHash {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** Hashes under {@code pepper}, which {@link #pepper} made. */
  public KeyedHash(Secret pepper) {
    this.key = new SecretKeySpec(HexFormat.of().parseHex(pepper.reveal()), ALGORITHM);
  }

  /** A new random key, in hex. */
  public static String pepper(SecureRandom random) {
    byte[] pepper = new byte[32];
    random.nextBytes(pepper);
    return HexFormat.of().formatHex(pepper);
  }

  /** The hash in hex. */
  public String of(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
    }
  }
}
