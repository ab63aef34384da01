package dev.tokenward.vault.store;

/** What an {@link Envelope} sealed. Never changed after it was made. */
final class Sealed {

  static final Sealed NOTHING = new Sealed(new byte[0]);

  private final byte[] bytes;

  Sealed(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }
}
