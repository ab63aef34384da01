package dev.tokenward.testkit.entra;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** A token that a host keeps. */
record IssuedToken(String text, Instant end) {

  /** Whether it lives, and is not the one whose SHA-256 is {@code revoked}. */
  boolean isGood(Instant now, String revoked) {
    return now.isBefore(end) && !sha256().equalsIgnoreCase(revoked);
  }

  private String sha256() {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
