package dev.tokenward.vault.lease;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * The text of a virtual PAT, or of a caller's secret: a fixed prefix, 43 characters of base62 from
 * 256 random bits, and 6 of base62 CRC-32 over all before them. Prefix and checksum let a scanner
 * find a leaked one without a false alarm.
 */
final class TokenString {

  /** Begins a virtual PAT. */
  static final String VIRTUAL_PAT = "twp_";

  /** Begins a secret of a caller. */
  static final String CALLER_SECRET = "tws_";

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM_LENGTH = 43;
  private static final int CHECKSUM_LENGTH = 6;

  private TokenString() {}

  static String virtualPat(SecureRandom random) {
    return of(VIRTUAL_PAT, random);
  }

  static String callerSecret(SecureRandom random) {
    return of(CALLER_SECRET, random);
  }

  private static String of(String prefix, SecureRandom random) {
    byte[] bits = new byte[32];
    random.nextBytes(bits);
    String body = prefix + base62(new BigInteger(1, bits), RANDOM_LENGTH);
    return body + checksum(body);
  }

  /** Whether {@code text} has the form and the checksum; says nothing of whether it was issued. */
  static boolean wellFormed(String text) {
    int end = text.length() - CHECKSUM_LENGTH;
    return text.startsWith(VIRTUAL_PAT)
        && end == VIRTUAL_PAT.length() + RANDOM_LENGTH
        && checksum(text.substring(0, end)).equals(text.substring(end));
  }

  private static String checksum(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
  }

  private static String base62(BigInteger number, int length) {
    StringBuilder text = new StringBuilder();
    BigInteger rest = number;
    BigInteger base = BigInteger.valueOf(DIGITS.length());
    for (int i = 0; i < length; i++) {
      BigInteger[] parts = rest.divideAndRemainder(base);
      text.append(DIGITS.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return text.reverse().toString();
  }
}
