package dev.tokenward.vault.store;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes the permanent ids of records: 128 random bits, never the same twice. */
public final class RecordIds {

  private final SecureRandom random;

  /** Makes them from {@code random}. */
  public RecordIds(SecureRandom random) {
    this.random = random;
  }

  /** A new id, in hex. */
  public String next() {
    byte[] id = new byte[16];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
